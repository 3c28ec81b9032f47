import { existsSync } from 'node:fs';
import { GamekeeperError } from '../../errors.ts';
import { type Referral, referEntry, referralText, referSubject } from '../../reports/referral.ts';
import { parseSubjects } from '../assess-facts.ts';
import { choice, command, rules } from '../command.ts';
import { Addresses } from '../exchange/accounts.ts';
import { readText } from '../input.ts';
import { type Rules, requireRules } from '../rules.ts';

export default command({
  args: ['id of an entry; or a JSON file: facts, what gamekeeper read prints, a report opened with age'],
  flags: {
    rules,
    standing: choice(
      '<decision>',
      'of a file: what your team decided',
      ['dismissed', 'listed', 'reported'],
      'reported',
    ),
  },
  async run({ rules: folder, standing }, what: string) {
    const now = new Date();
    const rules = await requireRules(folder, now);
    const referrals = await refer(what, rules, standing, now);
    return { json: { referrals }, text: referrals.map(referralText).join('\n\n----\n\n') };
  },
});

async function refer(what: string, rules: Rules, standing: Referral['standing'], now: Date): Promise<Referral[]> {
  const { contact } = rules.reporting;
  const addresses = new Addresses(rules.sites?.sites);
  const entry = rules.entries.find(({ id }) => id === what);
  if (entry) return [referEntry(entry, now.toISOString().slice(0, 10), contact, addresses)];
  if (!existsSync(what)) {
    throw new GamekeeperError('ERR_ENTRY_UNKNOWN', `${what} is neither the id of an entry nor a file of facts.`);
  }
  const subjects = parseSubjects(await readText(what, 'a JSON file of facts'), what);
  return subjects.map((subject) => referSubject(subject, { standing, contact, address: addresses.of(subject.facts) }));
}
