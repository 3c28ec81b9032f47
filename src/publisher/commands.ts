import type { Command } from 'commander';
import type { CommandSpec } from './command.ts';

/** Every command and what it is for, in the order of the help. `analyst add` stands in `commands/analyst-add.ts`. */
const COMMANDS: Record<string, string> = {
  check: 'Check all rules; nothing is published. Exits 1 when there is an error.',
  init: 'Make the keys, the root of trust and the desk’s age identity, where absent.',
  publish: 'Check, compile, sign and write the feed; browsers see it at their next check.',
  'status <url>': 'What a browser sees of a published feed: version, when signed, until when, entries.',
  renew: 'Sign the timestamp anew with the online key alone, for feeds that no hub renews.',
  'withdraw <entry>': 'Take an entry off the list: it is marked in the rules, and gone from browsers once you publish.',
  propose: 'Write what is to be signed into a folder, with what it changes. Needs no private key.',
  'sign <proposal>': 'Show what a proposal changes, and add your signature to it.',
  'rotate <role>':
    'Propose other keys or another threshold for a role; without options, only a later expiry of the root.',
  'revoke <key>': 'Propose a root that trusts a key no longer, in any role.',
  'key <name>': 'Make a key of your own. Its public half goes to whoever rotates or delegates.',
  'delegate <partner>': 'Let a partner publish a list of its own under its own keys, up to a level that you set.',
  hub: 'Serve the feed, receive sealed reports, and open the desk. Ends cleanly on SIGTERM or Ctrl-C.',
  analyst: 'Who may open the desk: one credential for each analyst.',
  'analyst add <name>': 'Make a token and print it, once. An earlier token of the same name stops working.',
  'analyst revoke <name>': 'Take the token away, at once.',
  'analyst list': 'Who has a token, and since when.',
  pull: 'Bring what the desk decided: drafts of entries into the rules, decisions into a file for publish.',
  'referral <what>': 'Print a message, or with --json the data, for the abuse team of the networking site.',
  'backup <file>': 'Write all that the hub holds into one file, while it runs. Reports in it stay sealed.',
  'restore <file>': 'Fill a new, empty hub from a backup; also from SQLite to PostgreSQL and back.',
  'import <path>': 'Bring entries from CSV, STIX 2.1 or MISP into the rules, as a new file to review.',
  'export <path>': 'Write all entries as CSV, as a STIX 2.1 bundle, or as a static MISP feed.',
  'read <page>': 'Print the facts that a browser would read from a saved page, as JSON.',
  'assess <facts>': 'Print the verdict that staff would see for facts in a JSON file, as gamekeeper read prints them.',
  'photo <file>': 'Print the photos field of an entry for a JPEG or PNG: the photo, its crops, round and mirrored.',
  evaluate: 'Measure reading, name matching and hallmarks on files of examples.',
  'evaluate pages <dir>': 'Read every DIR/*.html and compare with its *.expected.json; print what differs.',
  'evaluate names <file>':
    'Measure name matching on pairs: a CSV with columns query, list_name, label, category, script_query.',
  'evaluate approaches <file>': 'Measure the hallmark rules on approaches of known nature: one JSON object a line.',
};

const GROUPS = new Set(['analyst', 'evaluate']);

/** Tells `program` of all commands. What one takes and does is loaded when it is called: no command waits for the others. */
export function list(program: Command): void {
  const groups = new Map<string, Command>();
  for (const [signature, about] of Object.entries(COMMANDS)) {
    const [first = '', ...rest] = signature.split(' ');
    const group = groups.get(first);
    const added = (group ?? program).command(group ? rest.join(' ') : signature).description(about);
    if (GROUPS.has(first) && !group) groups.set(first, added);
  }
  for (const parent of [program, ...groups.values()]) {
    parent.helpCommand(false).hook('preSubcommand', async (_, called) => {
      if (groups.has(called.name())) return;
      const file = parent === program ? called.name() : `${parent.name()}-${called.name()}`;
      const { default: spec }: { default: CommandSpec } = await import(`./commands/${file}.ts`);
      (await import('./command.ts')).install(called, spec);
    });
  }
}
