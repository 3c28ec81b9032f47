/** Every screen in every state, seen by axe. `scripts/screens.ts` draws the same states as pictures, in more looks. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { findings } from '../screens/axe.ts';
import { type Look, openStudio, type Studio } from '../screens/studio.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio(inject('browsers').chromium.executablePath);
});
afterAll(() => studio?.close());

test.each<[string, Look]>([
  ['in the light scheme', {}],
  ['in the dark scheme', { dark: true }],
  ['in Welsh', { language: 'cy' }],
])(
  'axe finds nothing on any screen %s',
  async (_, look) => {
    const states = await studio.states();
    expect(states.length).toBeGreaterThan(50);
    const found: Record<string, string[]> = {};
    for (const state of states) {
      const violations = await findings(await studio.draw(state, look));
      if (violations.length > 0) found[state] = violations;
    }
    expect(found).toEqual({});
  },
  240_000,
);
