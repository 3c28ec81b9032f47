// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { outline } from './outline.ts';

const PAGES = join(import.meta.dirname, '../../tests/fixtures/pages');

function show(html: string): void {
  document.documentElement.innerHTML = html;
}

test('shows tags, names of attributes, classes, and values that hold no text', () => {
  show(`<body><main role="main" class="scaffold-layout__main x1" aria-label="Profile of Ada">
    <section componentkey="com.linkedin.sdui.profile.card.refACoAAPdu258BD1TDRcquQ0e4CW7esl_FQnDJWKCTopcard" hidden>
    <a href="https://www.linkedin.com/in/ada-brook/" data-testid="name" id="ada-brook-42" data-name="Ada">Ada Brook</a></section></main></body>`);
  expect(outline(10_000).split('\n')).toEqual([
    'head',
    'body',
    ' main[role=main].scaffold-layout__main.x1[aria-label]',
    '  section[componentkey=com.linkedin.sdui.profile.card.refACoA*Topcard][hidden]',
    '   a[href][data-testid=name][id=@][data-name]',
  ]);
});

test.each(['sdui-listed.html', 'ember-caution.html', 'public-clean.html', 'messaging-page.html'])(
  'holds nothing of what %s says',
  (file) => {
    show(readFileSync(join(PAGES, file), 'utf8'));
    const shown = outline(60_000);
    expect(shown.length).toBeGreaterThan(500);
    const secrets = new Set<string>();
    for (const text of document.body.textContent!.match(/\p{Lu}\p{L}{4,}/gu) ?? []) secrets.add(text);
    for (const link of document.querySelectorAll('a[href*="/in/"]')) {
      secrets.add(/\/in\/([^/?]+)/.exec(link.getAttribute('href')!)?.[1] ?? 'https');
    }
    // Words that are also names of tags, cards or classes say nothing of a person.
    const structure = /^(About|Activity|Experience|Education|Profile|Featured|Skills|Message|Follow|Connect|Contact)$/;
    expect([...secrets].filter((secret) => !structure.test(secret) && shown.includes(secret))).toEqual([]);
    expect(shown).not.toMatch(/https?:|ACoA\w|=[^\]]*\d{3}/);
  },
);

test('says how much alike stands in a row only a few times, and is bounded', () => {
  show(`<body><ul>${'<li class="card"><p>x</p></li>'.repeat(5_000)}</ul></body>`);
  expect(outline(60_000).match(/li\.card/g)).toHaveLength(3);
  show(`<body>${Array.from({ length: 5_000 }, (_, index) => `<p class="c${index % 2}"></p>`).join('')}</body>`);
  expect(outline(2_000)).toHaveLength(2_000);
});

test('looks into open shadow roots', () => {
  show('<body><div id="outlet"></div></body>');
  document.querySelector('#outlet')!.attachShadow({ mode: 'open' }).innerHTML = '<aside class="chat"></aside>';
  expect(outline(1_000)).toContain('aside.chat');
});
