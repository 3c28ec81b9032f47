import { decisionsSchema } from '../../reports/decisions.ts';
import { publishProposal } from '../ceremony.ts';
import { allowFalseAlarms, command, dir, endpoint, optional, out, passphraseFile, rules } from '../command.ts';
import { counted, formatDiff } from '../diff.ts';
import { passphraseFrom, readJson } from '../input.ts';
import { publish as publishRules } from '../publish.ts';

export default command({
  flags: {
    rules,
    dir,
    passphraseFile,
    out,
    allowFalseAlarms,
    endpoint,
    decisions: optional('<file>', 'JSON file of decisions by receipt'),
    proposal: optional('<dir>', 'publish what enough people have signed, instead of signing here'),
  },
  async run({ proposal, decisions, passphraseFile, ...options }) {
    const now = new Date();
    const passphrase = await passphraseFrom(passphraseFile);
    if (proposal !== undefined) {
      const published = await publishProposal({ ...options, proposal, now, passphrase });
      const seen = `version ${published.version} under root ${published.rootVersion}`;
      return { json: published, text: `Browsers will see ${seen} at their next check, within 15 minutes.` };
    }
    const published = await publishRules({
      ...options,
      now,
      passphrase,
      decisions:
        decisions === undefined
          ? undefined
          : await readJson(decisions, decisionsSchema, 'decisions as gamekeeper pull writes them'),
    });
    const { version, entries, expires, changed, diff } = published;
    const news = `Browsers will see version ${version} with ${counted(entries)} at their next check, within 15 minutes.`;
    return {
      json: published,
      text: changed
        ? [...formatDiff(diff), news]
        : `Nothing changed: browsers keep version ${version}, renewed until ${expires}.`,
    };
  },
});
