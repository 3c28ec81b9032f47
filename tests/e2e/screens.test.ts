/** Every screen in every state, seen by axe. `scripts/screens.ts` draws the same states as pictures, in more looks. */
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { findings } from '../screens/axe.ts';
import { beyondKeyboard } from '../screens/keyboard.ts';
import { type Look, openStudio, type Studio, TRANSLATIONS } from '../screens/studio.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio(inject('browsers').chromium.executablePath);
});
afterAll(() => studio?.close());

/** Looks at every state, and says by name what was found there. */
async function survey(look: Look, find: (page: Page) => Promise<string[]>): Promise<Record<string, string[]>> {
  const states = await studio.states();
  expect(states.length).toBeGreaterThan(50);
  const found: Record<string, string[]> = {};
  for (const state of states) {
    const here = await find(await studio.draw(state, look));
    if (here.length > 0) found[state] = here;
  }
  return found;
}

describe('on every screen in every state', { timeout: 240_000 }, () => {
  test.each<[string, Look]>([
    ['in the light scheme', {}],
    ['in the dark scheme', { dark: true }],
    ['in forced colours', { dark: true, forced: true }],
    ...TRANSLATIONS.map((language): [string, Look] => [`in ${language}`, { language }]),
  ])('axe finds nothing %s', async (_, look) => {
    expect(await survey(look, findings)).toEqual({});
  });

  test('the keyboard reaches every control, and shows where it is', async () => {
    expect(await survey({}, beyondKeyboard)).toEqual({});
  });

  test.each<[string, Look]>([
    ['at 320 pixels, which is 400 % on a usual screen', { width: 320 }],
    ...TRANSLATIONS.map((language): [string, Look] => [`at 200 % in ${language}`, { zoom: 2, language }]),
  ])('nothing has to be scrolled sideways %s', async (_, look) => {
    const wider = (page: Page) =>
      page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth > clientWidth ? [`${scrollWidth} pixels in ${clientWidth}`] : [];
      });
    expect(await survey(look, wider)).toEqual({});
  });
});
