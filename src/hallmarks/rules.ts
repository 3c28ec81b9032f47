/** Hallmark rules as the security team writes them, in any number of YAML files, made into the one file of the feed. */
import { z } from 'zod';
import { GamekeeperError } from '../errors.ts';
import { type CompiledHallmarks, type Condition, compiledSchema } from './compiled.ts';
import { alternatives } from './prepare.ts';

const { sets, families, rules, wordings, tally, policy, reported, languages, fillers } = compiledSchema.shape;

/** One file of `rules/hallmarks/`. Families of one file may be named by the rules of another. */
export const hallmarkFileSchema = z.strictObject({
  sets: sets.optional(),
  families: families.optional(),
  rules: rules.optional(),
  wordings: wordings.optional(),
  tally: tally.optional(),
  policy: policy.optional(),
  reported: reported.optional(),
  languages: languages.optional(),
  fillers: fillers.optional(),
});
export type HallmarkFile = z.infer<typeof hallmarkFileSchema>;

/** A file, as parsed by `hallmarkFileSchema`, and the name by which errors call it. */
export interface NamedHallmarkFile {
  file: string;
  content: HallmarkFile;
}

/** What is wrong where: `path` leads to the field inside the file. */
export interface HallmarkProblem {
  file: string;
  path: (string | number)[];
  message: string;
}

type Path = HallmarkProblem['path'];

/** Everything that one file alone cannot show: unknown and doubled ids, and phrases that name a place or a people. */
export function hallmarkProblems(files: NamedHallmarkFile[]): HallmarkProblem[] {
  const problems: HallmarkProblem[] = [];
  const defined = new Set<string>();
  const families = new Set(files.flatMap(({ content }) => Object.keys(content.families ?? {})));
  const ruleIds = new Set(files.flatMap(({ content }) => (content.rules ?? []).map(({ id }) => id)));
  const sets: Record<string, string> = Object.assign({}, ...files.map(({ content }) => content.sets ?? {}));
  for (const { file, content } of files) {
    const say = (path: Path, message: string) => problems.push({ file, path, message });
    const define = (what: string, path: Path) => {
      if (defined.has(what)) say(path, `${what} is defined twice`);
      defined.add(what);
    };
    const refer = (ids: string[] | undefined, path: Path) => {
      for (const [at, id] of (ids ?? []).entries())
        if (!families.has(id)) say([...path, at], `no file defines the family ${id}`);
    };
    const referAll = (whole: Condition, start: Path) => {
      for (const { condition, path } of conditionsOf(whole, start)) {
        for (const kind of ['phrase', 'only', 'without'] as const) refer(condition[kind], [...path, kind]);
        for (const [group, ids] of (condition.near ?? []).entries()) refer(ids, [...path, 'near', group]);
      }
    };
    for (const [id, words] of Object.entries(content.sets ?? {})) {
      define(`set ${id}`, ['sets', id]);
      const named = placeOrPeople([words.split(' ')]);
      if (named) say(['sets', id], `names a place or a people: ${named}`);
    }
    for (const [id, phrases] of Object.entries(content.families ?? {})) {
      define(`family ${id}`, ['families', id]);
      for (const [at, phrase] of phrases.entries()) {
        const unknown = [...phrase.matchAll(/<(.+?)>/g)].find(([, set]) => !(set! in sets));
        if (unknown) say(['families', id, at], `no file defines the set ${unknown[1]}`);
        const named = placeOrPeople(alternatives(phrase, sets));
        if (named) say(['families', id, at], `names a place or a people: ${named}`);
      }
    }
    for (const [at, rule] of (content.rules ?? []).entries()) {
      define(`rule ${rule.id}`, ['rules', at, 'id']);
      referAll(rule.when, ['rules', at, 'when']);
    }
    for (const [language, signs] of Object.entries(content.wordings ?? {})) {
      define(`wording in ${language}`, ['wordings', language]);
      for (const id of Object.keys(signs))
        if (!ruleIds.has(id)) say(['wordings', language, id], `no file defines the rule ${id}`);
    }
    for (const [points, words] of Object.entries(content.tally ?? {})) {
      const entries = words.split(' ');
      for (const entry of entries) define(`${entry} in the tally`, ['tally', points]);
      const named = placeOrPeople(entries.map((entry) => entry.split('|')));
      if (named) say(['tally', points], `names a place or a people: ${named}`);
    }
    if (content.policy) {
      define('policy', ['policy']);
      referAll(content.policy.offer, ['policy', 'offer']);
    }
    if (content.reported) define('reported', ['reported']);
    refer(content.reported?.families, ['reported', 'families']);
  }
  for (const part of ['policy', 'reported'])
    if (!defined.has(part))
      problems.push({ file: 'rules/hallmarks', path: [part], message: `no file defines ${part}` });
  return problems;
}

/** The condition and all inside it. */
function* conditionsOf(condition: Condition, path: Path): Generator<{ condition: Condition; path: Path }> {
  yield { condition, path };
  for (const kind of ['all', 'any'] as const)
    for (const [at, inner] of (condition[kind] ?? []).entries()) yield* conditionsOf(inner, [...path, kind, at]);
  for (const [at, inner] of (condition.several?.of ?? []).entries())
    yield* conditionsOf(inner, [...path, 'several', 'of', at]);
}

/** @throws GamekeeperError ERR_HALLMARK_RULES naming the first problem of `hallmarkProblems` */
export function compileHallmarks(files: NamedHallmarkFile[]): CompiledHallmarks {
  const [problem] = hallmarkProblems(files);
  if (problem)
    throw new GamekeeperError('ERR_HALLMARK_RULES', `${problem.file} ${problem.path.join('.')}: ${problem.message}`);
  const contents = files.map(({ content }) => content);
  return compiledSchema.parse({
    format: 2,
    sets: Object.assign({}, ...contents.map((content) => content.sets ?? {})),
    families: Object.assign({}, ...contents.map((content) => content.families ?? {})),
    rules: contents.flatMap((content) => content.rules ?? []),
    wordings: Object.assign({}, ...contents.map((content) => content.wordings ?? {})),
    tally: Object.assign({}, ...contents.map((content) => content.tally ?? {})),
    policy: contents.find((content) => content.policy)?.policy,
    reported: contents.find((content) => content.reported)?.reported,
    languages: contents.flatMap((content) => content.languages ?? []),
    fillers: contents.flatMap((content) => content.fillers ?? []).join(' '),
  });
}

let places: Set<string> | undefined;

/** One word of a phrase, or two that follow each other, that are the name of a country or a language. */
function placeOrPeople(phrase: string[][]): string | undefined {
  places ??= placesAndLanguages();
  const slots = phrase.map((words) => words.map((word) => word.replaceAll('-', ' ')));
  const pairs = slots.flatMap((words, at) =>
    words.flatMap((word) => (slots[at + 1] ?? []).map((next) => `${word} ${next}`)),
  );
  return [...slots.flat(), ...pairs].find((words) => places?.has(words));
}

/** English names, lower case, from the CLDR data that Node carries. */
function placesAndLanguages(): Set<string> {
  const names = new Set<string>();
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  for (const first of letters)
    for (const second of letters) {
      const region = regions.of((first + second).toUpperCase());
      const language = languages.of(first + second);
      for (const name of [region, language]) if (name) names.add(name.toLowerCase());
    }
  return names;
}
