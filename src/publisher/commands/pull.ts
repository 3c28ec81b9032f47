import { GamekeeperError } from '../../errors.ts';
import { readSecret } from '../../signing/keys.ts';
import { command, optional, passphraseFile, preset, rules } from '../command.ts';
import { passphraseFrom, readText } from '../input.ts';
import { pull as pullFromDesk } from '../pull.ts';

export default command({
  flags: {
    rules,
    hub: preset('<url>', 'address of the hub', 'http://127.0.0.1:8787'),
    tokenFile: optional('<file>', 'file with an analyst’s token (or set GAMEKEEPER_DESK_TOKEN)'),
    identity: preset('<file>', 'the desk’s age identity', '.gamekeeper/keys/desk.age'),
    passphraseFile,
    decisions: preset('<file>', 'where the decisions go', '.gamekeeper/decisions.json'),
  },
  async run({ tokenFile, passphraseFile, identity, ...options }) {
    const token = tokenFile
      ? await readText(tokenFile, 'a file with an analyst’s token', 10_000)
      : process.env.GAMEKEEPER_DESK_TOKEN;
    if (!token) throw new GamekeeperError('ERR_TOKEN', 'Name the file with your token: --token-file.');
    const secret = await readSecret(identity, await passphraseFrom(passphraseFile));
    const pulled = await pullFromDesk({ ...options, token: token.trim(), identity: secret });
    const { drafts, known, sealed, decisions } = pulled;
    return {
      json: pulled,
      text: [
        ...drafts.map((file) => `Draft: ${file}`),
        ...(sealed > 0 ? [`${sealed} drafts are sealed under another identity.`] : []),
        `${drafts.length} new drafts, ${known.length} known, ${decisions} reports decided.`,
        `Next: review the drafts, then gamekeeper publish --decisions ${options.decisions}`,
      ],
    };
  },
});
