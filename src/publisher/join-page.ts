import { type LocaleFile, languageOf } from '../verdict/wording-language.ts';
import { readLocales } from './translations.ts';

/**
 * The page that a join link opens, in every language there is: it tells whoever is sent the link what to do with it. Plain
 * HTML without a script, as it stands in the feed and is served by whatever serves that.
 */
export async function joinPage(): Promise<string> {
  const sections = (await readLocales()).flatMap(({ value }) => (value ? section(value) : []));
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>Gamekeeper</title>
<style>
:root { color-scheme: light dark; font: 16px/24px system-ui, sans-serif; }
main { max-width: 640px; margin: 0 auto; padding: 16px; }
h1 { font-size: 24px; line-height: 32px; }
section + section { margin-top: 32px; border-top: 1px solid; }
</style>
<main>
${sections.join('\n')}
</main>
</html>
`;
}

function section(file: LocaleFile): string {
  const { t, tag } = languageOf(file);
  return `<section lang="${tag}">
<h1>${t('join_page_title')}</h1>
<ol>
<li>${t('join_page_install')}</li>
<li>${t('join_page_press')}</li>
<li>${t('join_page_check')}</li>
</ol>
<p>${t('join_page_paste')}</p>
</section>`;
}
