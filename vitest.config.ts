import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.{ts,tsx}',
            'tests/conformance/**/*.test.ts',
            'tests/stored-data/**/*.test.ts',
            'rules/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          // Generous: tests start processes and sign for real, and a busy machine is no failure.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/{e2e,faults}/**/*.test.ts'],
          globalSetup: ['tests/e2e/setup.ts'],
          // Browsers share the two cores of a small machine: one at a time is faster than two that starve each other.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
