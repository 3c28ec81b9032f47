import type { Entry } from '../../watchlist/entry.ts';
import { choice, command, optionalChoice, rules } from '../command.ts';
import { counted } from '../diff.ts';
import { Addresses } from '../exchange/accounts.ts';
import { exportTo, FORMS, formOf } from '../exchange/forms.ts';
import { TLP, type Tlp } from '../exchange/stix.ts';
import { requireRules } from '../rules.ts';

export default command({
  args: ['*.csv, *.json for STIX, or a folder for a MISP feed'],
  notes:
    'Withdrawn entries are revoked (STIX) or deleted (MISP), expired ones carry the day. Exported again to the same place, what says\n' +
    'the same keeps its time, so that whoever follows it sees only what changed.',
  flags: {
    rules,
    form: optionalChoice('<form>', 'in place of what the name says', FORMS),
    tlp: choice('<level>', 'who may see it (TLP 2.0)', Object.keys(TLP) as Tlp[], 'amber'),
  },
  async run({ rules: folder, form = undefined, tlp }, path: string) {
    const now = new Date();
    const { entries, reporting, sites } = await requireRules(folder, now);
    const { publisher, contact } = reporting;
    const as = form ?? formOf(path);
    await exportTo(path, as, entries, { publisher, contact, tlp, now, addresses: new Addresses(sites?.sites) });
    const ours = as === 'stix' ? entries.map(onlyOurs) : [];
    return {
      json: { path, form: as, entries: entries.length, onlyGamekeeper: ours },
      text: [
        `In ${path}: ${counted(entries.length)}.`,
        ...ours.map(({ entry, fields }) => `${entry}: only Gamekeeper reads ${fields.join(', ')}`),
      ],
    };
  },
});

/** Fields that STIX has no property for: they stand in our extension, which other tools skip. */
function onlyOurs({ id, names, ...entry }: Entry) {
  const fields = [
    ...(names.length > 1 ? ['names after the first'] : []),
    ...(['aliases', 'photos'] as const).filter((field) => entry[field].length > 0),
    ...(entry.accounts.length === 0 ? ['expires'] : []),
    'dispute',
  ];
  return { entry: id, fields };
}
