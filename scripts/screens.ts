/**
 * Draws every screen in every state into `.gamekeeper/screens/<look>/<state>.png`, to be looked at, and checks each with
 * axe. Names as arguments draw those states only (`node scripts/screens.ts popup`).
 */
import { mkdir } from 'node:fs/promises';
import { findings } from '../tests/screens/axe.ts';
import { type Look, openStudio, TRANSLATIONS } from '../tests/screens/studio.ts';
import { findBrowser } from './browsers.ts';

const LOOKS: Record<string, Look> = {
  light: {},
  dark: { dark: true },
  forced: { forced: true, dark: true },
  zoomed: { zoom: 2 },
  narrow: { width: 360 },
  ...Object.fromEntries(TRANSLATIONS.map((language) => [language, { language }])),
};

const asked = process.argv.slice(2);
const studio = await openStudio(await findBrowser('chromium', console.log));
const states = (await studio.states()).filter(
  (state) => asked.length === 0 || asked.some((name) => state.startsWith(name)),
);
let found = 0;
try {
  for (const [look, settings] of Object.entries(LOOKS)) {
    const folder = `.gamekeeper/screens/${look}`;
    await mkdir(folder, { recursive: true });
    for (const state of states) {
      const page = await studio.draw(state, settings);
      await page.screenshot({ path: `${folder}/${state}.png`, fullPage: true });
      for (const finding of await findings(page)) {
        found += 1;
        console.log(`${look}/${state}: ${finding}`);
      }
    }
  }
} finally {
  await studio.close();
}
console.log(`${states.length} states in ${Object.keys(LOOKS).length} looks; axe found ${found}.`);
process.exitCode = found > 0 ? 1 : 0;
