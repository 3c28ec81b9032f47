import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'puppeteer';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on the page against WCAG 2.2 A and AA and its best practices, one sentence for each element. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const results = (await page.evaluate('axe.run()')) as AxeResults;
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${failureSummary?.replace(/\s+/g, ' ')} ${html.slice(0, 200)}`),
  );
}
