import type { Plugin } from 'vite';
import { defineConfig } from 'wxt';

/** The networks read without asking; others are added one at a time by the user or by policy. */
const SITES = ['*://*.linkedin.com/*', '*://*.xing.com/*'];

/**
 * Half of a key pair whose other half was thrown away: it gives the unpacked extension one id on every machine, which
 * policies need (gigglfaibcagcdfceenoimfmechinocd). Stores and signed packages bring their own.
 */
const KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAnNGr7QE0K8E6C9fvR6g+CYOdOnv5lTXgGbtT8IpFtvPIax7cmpKyXz2X7AmR0gQ0Up/iIGrmAnHtgnKKe29DcX7sJ3U1lcZPq2Eualjc2PYJlbO+bKzmZe5P0v/fpQvVdTg/0quTS993Ikk1ZI2sbyWiUhN4w5yknVhjQOjQSC9wRMp3N1PgBAedeby7aBmgRNg5xtrd4MShm3SZpr1hC/Cs7I3EAYqmlo3fKT7caL84irvDSMjlfXKSJVD/FJW/wCv1mtycf9ceaibmxWmVH91dwUIGP3KFOihNqKi8yOLAqZM6ev9xXJkbRj6zcsFfwZPx0KYOTZDThOf3hjXmqQIDAQAB';

/**
 * Compiled whole when they are first loaded, not function by function when each is called (v8.dev/blog/explicit-compile-hints).
 * Nearly all of the reader runs at once, and only once. Of the worker Chromium keeps what was compiled and takes it
 * from there at each wake-up, which it does for a classic worker in one file alone. Other browsers see a comment.
 */
const COMPILE_AT_ONCE = '//# allFunctionsCalledOnLoad\n';

const compileAtOnce: Plugin = {
  name: 'compile-at-once',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      for (const file of ['reader.js', 'background.js']) {
        const script = bundle[file];
        if (script?.type === 'chunk') script.code = COMPILE_AT_ONCE + script.code;
      }
    },
  },
};

export default defineConfig({
  manifestVersion: 3,
  targetBrowsers: ['chrome', 'edge', 'firefox'],
  imports: false,
  vite: () => ({
    plugins: [compileAtOnce],
    resolve: { alias: { react: 'preact/compat', 'react-dom': 'preact/compat' } },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    // The browsers we support, so that nothing is rewritten for older ones: `light-dark()` would lose its colours.
    build: { target: ['chrome137', 'firefox140'], modulePreload: { polyfill: false } },
  }),
  manifest: ({ browser }) => ({
    name: '__MSG_extension_name__',
    short_name: 'Gamekeeper',
    description: '__MSG_extension_description__',
    default_locale: 'en',
    permissions: [
      'alarms',
      'scripting',
      'storage',
      'unlimitedStorage',
      'activeTab',
      'contextMenus',
      // Takes the header off our own requests that names this installation; Chromium sends none.
      ...(browser === 'firefox' ? ['declarativeNetRequestWithHostAccess'] : []),
    ],
    host_permissions: SITES,
    // Asked for one at a time: a site when the user adds it, and in Firefox the host of a list that is joined or set by policy.
    optional_host_permissions: [browser === 'firefox' ? '*://*/*' : 'https://*/*'],
    ...(browser !== 'firefox' && { key: KEY, storage: { managed_schema: 'managed_schema.json' } }),
    // Not WXT's own kind of content script: its wrapper costs each page half as much again as the reading. It is there from
    // the start, when Chromium makes its world while the page is still on its way, and waits for the page by itself.
    content_scripts: [{ matches: SITES, js: ['page.js'], run_at: 'document_start' }],
    minimum_chrome_version: '137',
    ...(browser === 'firefox' && {
      browser_specific_settings: {
        gecko: {
          id: 'gamekeeper@gamekeeper.example',
          strict_min_version: '140.0',
          data_collection_permissions: {
            required: ['none'],
            optional: ['personalCommunications', 'personallyIdentifyingInfo'],
          },
        },
      },
    }),
  }),
});
