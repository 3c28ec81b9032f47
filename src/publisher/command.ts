/** The one shape of all commands: flags in, something said; the frame prints it as text or, with `--json`, as one object. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { GamekeeperError } from '../errors.ts';

/** A flag whose value is a `T`. It is called as the key under which it stands: `tokenFile` is `--token-file`. */
interface Flag<T> {
  option(name: string): Option;
  /** For the type checker alone. */
  readonly value?: T;
}

type Flags = Record<string, Flag<unknown>>;
type Values<F extends Flags> = { [K in keyof F]: F[K] extends Flag<infer T> ? T : never } & { json?: boolean };

export interface Said {
  /** Printed with `--json`. */
  json: unknown;
  /** Printed otherwise; lines. */
  text: string | string[];
  /** The command ends with 1 after it has said all this. */
  problem?: GamekeeperError;
}

type Argument = string | [about: string, choices: string[]];

export interface CommandSpec<F extends Flags = Flags> {
  /** What each positional argument is, in their order, and what it may be. */
  args?: Argument[];
  /** Printed below the help. */
  notes?: string;
  /** It speaks for itself for as long as it runs: no `--json`. */
  runsOn?: boolean;
  flags: F;
  /** Gets the values of the flags and the positional arguments. @returns what is to be said; undefined when it spoke for itself */
  run(flags: Values<F>, ...args: string[]): Promise<Said | undefined>;
}

/** Defines a command: the flags give their types to `run`. */
export const command = <F extends Flags>(spec: CommandSpec<F>): CommandSpec => spec;

/** Names and messages of strangers stand in what commands print: a terminal would obey the control characters in them. */
export const forTerminal = (text: string) => text.replace(/[^\P{Cc}\n\t]/gu, '?');

/** Gives `target` the arguments, flags and action of a command. */
export function install(target: Command, { args = [], notes, runsOn, flags, run }: CommandSpec): void {
  for (const [index, argument] of args.entries()) {
    const [about, choices] = typeof argument === 'string' ? [argument] : argument;
    const registered = target.registeredArguments[index]!;
    registered.description = about;
    if (choices) registered.choices(choices);
  }
  for (const [name, flag] of Object.entries(flags)) {
    target.addOption(flag.option(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)));
  }
  if (!runsOn) target.option('--json', 'print one JSON object instead of text');
  if (notes) target.addHelpText('after', `\n${notes}`);
  target.action(async (...given: unknown[]) => {
    const values = target.opts<{ json?: boolean }>();
    const said = await run(values, ...(given.slice(0, target.registeredArguments.length) as string[]));
    if (!said) return;
    console.log(values.json ? JSON.stringify(said.json) : forTerminal([said.text].flat().join('\n')));
    if (said.problem) throw said.problem;
  });
}

const flag = <T>(takes: string, about: string, refine: (option: Option) => Option = (same) => same): Flag<T> => ({
  option: (name) => refine(new Option(`--${name}${takes && ` ${takes}`}`, about)),
});

export const optional = (takes: string, about: string) => flag<string | undefined>(takes, about);
export const required = (takes: string, about: string) =>
  flag<string>(takes, about, (option) => option.makeOptionMandatory());
export const preset = (takes: string, about: string, value: string) =>
  flag<string>(takes, about, (option) => option.default(value));
export const several = (takes: string, about: string) =>
  flag<string[]>(takes, about, (option) => option.default([], 'none'));
export const atLeastOne = (takes: string, about: string) =>
  flag<string[]>(takes, about, (option) => option.makeOptionMandatory());
export const turnedOn = (about: string) => flag<boolean | undefined>('', about);
export const number = (takes: string, about: string, value: number, most?: number) =>
  flag<number>(takes, about, (option) => option.default(value).argParser((text) => wholeNumber(text, most)));
export const optionalNumber = (takes: string, about: string) =>
  flag<number | undefined>(takes, about, (option) => option.argParser((text) => wholeNumber(text)));
export const choice = <const T extends string>(takes: string, about: string, of: readonly T[], value: T) =>
  flag<T>(takes, about, (option) => option.choices(of).default(value));

export const optionalChoice = <const T extends string>(takes: string, about: string, of: readonly T[]) =>
  flag<T | undefined>(takes, about, (option) => option.choices(of));

function wholeNumber(text: string, most = 999_999_999): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) > most)
    throw new InvalidArgumentError(`Expected a whole number up to ${most}.`);
  return Number(text);
}

/** Flags that several commands share, so that they are called the same everywhere. */
export const rules = preset('<dir>', 'folder of the rules', 'rules');
export const dir = preset('<dir>', 'folder of your keys and roots', '.gamekeeper');
export const out = preset('<dir>', 'folder of the feed: plain files for any web server', '.gamekeeper/feed');
export const data = preset('<dir>', 'folder of the embedded database; DATABASE_URL goes first', '.gamekeeper/hub');
export const proposal = required('<dir>', 'new folder for what is to be signed');
export const endpoint = optional('<url>', 'where browsers send reports, instead of the address in reporting.yaml');
export const passphraseFile = optional(
  '<file>',
  'file with the passphrase of your keys (or set GAMEKEEPER_PASSPHRASE)',
);
export const allowFalseAlarms = turnedOn(
  'publish hallmark rules though they warn of more benign approaches than before',
);
