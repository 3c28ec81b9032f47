/** What each build asks of its user, as agreed in `permissions.json`: more than that would make browsers ask again. */
import { readFile } from 'node:fs/promises';
import { GamekeeperError } from '../src/errors.ts';

type Manifest = Record<string, unknown>;

const ASKS = [
  'permissions',
  'optional_permissions',
  'host_permissions',
  'optional_host_permissions',
  'content_security_policy',
  'web_accessible_resources',
  'externally_connectable',
];

/** One line for each thing asked, such as `permissions: storage`. */
export function asked(manifest: Manifest): string[] {
  const { content_scripts: scripts, browser_specific_settings: own } = manifest as {
    content_scripts?: { matches: string[] }[];
    browser_specific_settings?: { gecko?: { data_collection_permissions?: Manifest } };
  };
  const data = own?.gecko?.data_collection_permissions ?? {};
  return [
    ...ASKS.flatMap((key) => lines(key, manifest[key])),
    ...lines(
      'content_scripts',
      scripts?.flatMap(({ matches }) => matches),
    ),
    ...Object.entries(data).flatMap(([kind, what]) => lines(`data_collection ${kind}`, what)),
  ];
}

function lines(key: string, value: unknown): string[] {
  const values = value === undefined ? [] : [value].flat();
  return values.map((each) => `${key}: ${typeof each === 'string' ? each : JSON.stringify(each)}`);
}

/** @throws GamekeeperError ERR_BUILD_PERMISSIONS naming what is asked and not agreed, or agreed and not asked */
export async function checkPermissions(browser: string, manifest: Manifest): Promise<void> {
  const file = new URL('permissions.json', import.meta.url);
  const agreed: string[] = JSON.parse(await readFile(file, 'utf8'))[browser] ?? [];
  const now = asked(manifest);
  const more = now.filter((line) => !agreed.includes(line));
  const less = agreed.filter((line) => !now.includes(line));
  if (more.length + less.length === 0) return;
  const told = [
    ...more.map((line) => `  asked, not agreed: ${line}`),
    ...less.map((line) => `  agreed, no longer asked: ${line}`),
  ];
  throw new GamekeeperError(
    'ERR_BUILD_PERMISSIONS',
    `The build for ${browser} does not ask what scripts/permissions.json says:\n${told.join('\n')}\n` +
      'A new permission makes browsers disable the extension until each user agrees. If it is worth that, change the file ' +
      'and say why in docs/stores.md.',
  );
}
