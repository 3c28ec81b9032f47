import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { asked, checkPermissions } from './permissions.ts';

const agreed: Record<string, string[]> = JSON.parse(await readFile('scripts/permissions.json', 'utf8'));

/** A manifest that asks for what is agreed, in the simplest form. */
const manifest = () => ({
  permissions: agreed.chrome!.filter((line) => line.startsWith('permissions: ')).map((line) => line.slice(13)),
  host_permissions: ['*://*.linkedin.com/*', '*://*.xing.com/*'],
  content_scripts: [{ matches: ['*://*.linkedin.com/*', '*://*.xing.com/*'] }],
});

test('a manifest asks for its permissions, hosts, scripts, policies and data, one line each', () => {
  const lines = asked({
    name: 'Gamekeeper',
    permissions: ['storage'],
    optional_host_permissions: ['https://*/*'],
    content_security_policy: { extension_pages: "script-src 'self'" },
    web_accessible_resources: [{ resources: ['a.png'], matches: ['<all_urls>'] }],
    content_scripts: [{ matches: ['*://*.xing.com/*'], js: ['page.js'] }],
    browser_specific_settings: { gecko: { data_collection_permissions: { required: ['none'] } } },
  });
  expect(lines).toEqual([
    'permissions: storage',
    'optional_host_permissions: https://*/*',
    `content_security_policy: {"extension_pages":"script-src 'self'"}`,
    'web_accessible_resources: {"resources":["a.png"],"matches":["<all_urls>"]}',
    'content_scripts: *://*.xing.com/*',
    'data_collection required: none',
  ]);
});

test.each([
  ['a permission', { permissions: [...manifest().permissions, 'history'] }, 'asked, not agreed: permissions: history'],
  ['a host', { host_permissions: ['<all_urls>'] }, 'asked, not agreed: host_permissions: <all_urls>'],
  ['a looser policy', { content_security_policy: { extension_pages: "script-src 'unsafe-eval'" } }, 'unsafe-eval'],
  ['less than agreed', { permissions: ['storage'] }, 'agreed, no longer asked: permissions: alarms'],
])('a build that asks for %s fails and says what', async (_, change, told) => {
  await expect(checkPermissions('chrome', { ...manifest(), ...change })).rejects.toMatchObject({
    code: 'ERR_BUILD_PERMISSIONS',
    message: expect.stringContaining(told),
  });
});
