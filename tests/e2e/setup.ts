/** Once for all end-to-end tests: the browsers, and the extension built for each. */
import { execFileSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';
import { type BrowserName, findBrowser } from '../../scripts/browsers.ts';
import { buildExtension } from '../../scripts/build.ts';
import { buildDesk } from '../../scripts/desk.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the executable and folder of the unpacked extension, by browser. */
    browsers: Record<BrowserName, { executablePath: string; extension: string }>;
    /** Whether an extension stays when that browser ends: a release of Firefox installs only what Mozilla has signed. */
    restarts: Record<BrowserName, boolean>;
  }
}

export default async function setup(project: TestProject): Promise<void> {
  await buildDesk();
  const say = (line: string) => console.error(line);
  const firefox = await findBrowser('firefox', say);
  const restarts = /\d(esr|[ab]\d)/.test(execFileSync(firefox, ['--version'], { encoding: 'utf8' }));
  project.provide('restarts', { chromium: true, firefox: restarts });
  project.provide('browsers', {
    chromium: {
      executablePath: await findBrowser('chromium', say),
      extension: (await buildExtension('chrome')).folder,
    },
    firefox: {
      executablePath: firefox,
      extension: (await buildExtension('firefox')).folder,
    },
  });
}
