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

type Question = (page: Page) => Promise<string[]>;

/** Draws every state once, and says by name what each question found there. */
async function survey(look: Look, questions: Record<string, Question>): Promise<Record<string, string[]>> {
  const states = await studio.states();
  expect(states.length).toBeGreaterThan(50);
  const found: Record<string, string[]> = {};
  for (const state of states) {
    const page = await studio.draw(state, look);
    for (const [what, find] of Object.entries(questions)) {
      const here = await find(page);
      if (here.length > 0) found[`${state}, ${what}`] = here;
    }
  }
  return found;
}

const seen = (look: Look, question: Question) => async (page: Page) => {
  await studio.look(look);
  return question(page);
};

/** Nothing has to be scrolled sideways. */
const wider: Question = (page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`${scrollWidth} pixels in ${clientWidth}`] : [];
  });

describe('on every screen in every state', { timeout: 240_000 }, () => {
  test('axe finds nothing, the keyboard reaches every control and shows where it is, and it fits a narrow window', async () => {
    const questions = {
      axe: findings,
      'by keyboard': beyondKeyboard,
      'at 320 pixels, which is 400 % on a usual screen': seen({ width: 320 }, wider),
    };
    expect(await survey({}, questions)).toEqual({});
  });

  test('axe finds nothing in the dark scheme, and in forced colours', async () => {
    const forced = seen({ dark: true, forced: true }, findings);
    expect(await survey({ dark: true }, { 'in the dark': findings, 'in forced colours': forced })).toEqual({});
  });

  test.each(TRANSLATIONS)('in %s axe finds nothing, and it fits at twice the size', async (language) => {
    const doubled = seen({ zoom: 2, language }, wider);
    expect(await survey({ language }, { axe: findings, 'at 200 %': doubled })).toEqual({});
  });
});
