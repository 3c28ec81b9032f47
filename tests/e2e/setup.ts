/** Once for all end-to-end tests: the browsers, and the extension built for each. */
import type { TestProject } from 'vitest/node';
import { type BrowserName, findBrowser } from '../../scripts/browsers.ts';
import { buildExtension } from '../../scripts/build.ts';
import { buildDesk } from '../../scripts/desk.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the executable and folder of the unpacked extension, by browser. */
    browsers: Record<BrowserName, { executablePath: string; extension: string }>;
  }
}

export default async function setup(project: TestProject): Promise<void> {
  await buildDesk();
  const say = (line: string) => console.error(line);
  project.provide('browsers', {
    chromium: {
      executablePath: await findBrowser('chromium', say),
      extension: (await buildExtension('chrome')).folder,
    },
    firefox: {
      executablePath: await findBrowser('firefox', say),
      extension: (await buildExtension('firefox')).folder,
    },
  });
}
