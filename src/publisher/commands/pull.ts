import { readFile } from 'node:fs/promises';
import { GamekeeperError } from '../../errors.ts';
import { readSecret } from '../../signing/keys.ts';
import { pull as pullFromDesk } from '../pull.ts';
import type { Register } from './index.ts';
import { passphraseFrom, withJson, withRules } from './options.ts';

interface Options {
  hub: string;
  tokenFile?: string;
  identity: string;
  passphraseFile?: string;
  rules: string;
  decisions: string;
  json?: boolean;
}

export const pull: Register = (program) => {
  withJson(withRules(program.command('pull')))
    .description('Bring what the desk decided: drafts of entries into the rules, decisions into a file for publish.')
    .option('--hub <url>', 'address of the hub', 'http://127.0.0.1:8787')
    .option('--token-file <file>', 'file with an analyst’s token (or set GAMEKEEPER_DESK_TOKEN)')
    .option('--identity <file>', 'the desk’s age identity', '.gamekeeper/keys/desk.age')
    .option('--passphrase-file <file>', 'file with the passphrase of the identity (or set GAMEKEEPER_PASSPHRASE)')
    .option('--decisions <file>', 'where the decisions go', '.gamekeeper/decisions.json')
    .action(async ({ tokenFile, identity, json, ...options }: Options) => {
      const token = tokenFile ? await readFile(tokenFile, 'utf8') : process.env.GAMEKEEPER_DESK_TOKEN;
      if (!token) throw new GamekeeperError('ERR_TOKEN', 'Name the file with your token: --token-file.');
      const secret = await readSecret(identity, await passphraseFrom(options));
      const pulled = await pullFromDesk({ ...options, token: token.trim(), identity: secret });
      if (json) return console.log(JSON.stringify(pulled));
      for (const file of pulled.drafts) console.log(`Draft: ${file}`);
      if (pulled.sealed > 0) console.log(`${pulled.sealed} drafts are sealed under another identity.`);
      console.log(
        `${pulled.drafts.length} new drafts, ${pulled.known.length} known, ${pulled.decisions} reports decided.`,
      );
      console.log(`Next: review the drafts, then gamekeeper publish --decisions ${options.decisions}`);
    });
};
