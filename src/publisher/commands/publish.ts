import { readFile } from 'node:fs/promises';
import { GamekeeperError } from '../../errors.ts';
import { type Decisions, decisionsSchema } from '../../reports/decisions.ts';
import { type PublishedProposal, publishProposal } from '../ceremony.ts';
import { formatDiff } from '../diff.ts';
import { publish as publishRules } from '../publish.ts';
import type { Register } from './index.ts';
import { passphraseFrom, withFalseAlarms, withFolder, withJson, withOut, withRules } from './options.ts';

interface Options {
  rules: string;
  dir: string;
  out: string;
  endpoint?: string;
  decisions?: string;
  proposal?: string;
  passphraseFile?: string;
  allowFalseAlarms?: boolean;
  json?: boolean;
}

export const publish: Register = (program) => {
  withFalseAlarms(withJson(withOut(withFolder(withRules(program.command('publish'))))))
    .description('Check, compile, sign and write the feed; browsers see it at their next check.')
    .option('--endpoint <url>', 'where browsers send reports, instead of the address in reporting.yaml')
    .option('--decisions <file>', 'JSON file of decisions by receipt')
    .option('--proposal <dir>', 'publish what enough people have signed, instead of signing here')
    .action(async ({ json, decisions, proposal, ...options }: Options) => {
      if (proposal !== undefined) return print(await publishProposal({ ...options, proposal, now: new Date() }), json);
      const published = await publishRules({
        ...options,
        now: new Date(),
        passphrase: await passphraseFrom(options),
        decisions: decisions === undefined ? undefined : await readDecisions(decisions),
      });
      if (json) return console.log(JSON.stringify(published));
      if (published.changed) console.log(formatDiff(published.diff).join('\n'));
      console.log(
        published.changed
          ? `Browsers will see version ${published.version} with ${published.entries} entries at their next check, within 15 minutes.`
          : `Nothing changed: browsers keep version ${published.version}, renewed until ${published.expires}.`,
      );
    });
};

function print(published: PublishedProposal, json: boolean | undefined): void {
  const { version, rootVersion } = published;
  const text = `Browsers will see version ${version} under root ${rootVersion} at their next check, within 15 minutes.`;
  console.log(json ? JSON.stringify(published) : text);
}

async function readDecisions(path: string): Promise<Decisions> {
  try {
    return decisionsSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new GamekeeperError('ERR_DECISIONS', `${path} is no file of decisions. Expected what the desk exports.`, {
      cause,
    });
  }
}
