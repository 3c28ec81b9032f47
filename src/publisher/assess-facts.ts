import { z } from 'zod';
import en from '../../public/_locales/en/messages.json' with { type: 'json' };
import { assessHallmarks } from '../hallmarks/assess.ts';
import { openHallmarks } from '../hallmarks/open.ts';
import { prepareHallmarks } from '../hallmarks/prepare.ts';
import { factsSchema, readingSchema, subjectSchema } from '../profile/facts.schema.ts';
import type { Subject } from '../profile/facts.ts';
import { reportSchema } from '../reports/report.ts';
import { assess } from '../verdict/assess.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { type Wording, wordingOf } from '../verdict/wording.ts';
import { languageOf } from '../verdict/wording-language.ts';
import { compileWatchlist } from '../watchlist/compile.ts';
import { openWatchlist } from '../watchlist/open.ts';
import { piecesInMemory } from '../watchlist/pieces.ts';
import { check, parseJson } from './input.ts';
import type { Rules } from './rules.ts';

/** The rules have no version until they are published; any but 0, which would say that no list was asked. */
const UNPUBLISHED = 1;

export interface Assessed {
  key: string;
  level: Verdict['level'];
  evidence: Verdict['evidence'];
  /** What staff would read. */
  wording: Wording;
}

/** The verdict on each subject as a browser would give it with `rules` published at `now`. */
export async function assessSubjects(subjects: readonly Subject[], rules: Rules, now: Date): Promise<Assessed[]> {
  const watchlist = await openWatchlist(piecesInMemory(compileWatchlist(rules.entries)));
  const hallmarks = rules.hallmarks && openHallmarks(prepareHallmarks(rules.hallmarks));
  const verdicts = await assess(
    subjects,
    {
      watchlists: [watchlist],
      listVersion: UNPUBLISHED,
      ...(hallmarks && { hallmarks: (facts, messages) => assessHallmarks(hallmarks, facts, messages) }),
    },
    now,
  );
  const english = languageOf(en);
  return subjects.map(({ key }) => {
    const verdict = verdicts[key]!;
    return { key, level: verdict.level, evidence: verdict.evidence, wording: wordingOf(verdict, english) };
  });
}

/** The JSON of a reading as `gamekeeper read` prints it, of one subject of it, of a report in clear, or of bare facts. */
export function parseSubjects(text: string, file: string): Subject[] {
  const expected = 'the facts of one person, what gamekeeper read prints, or a report in clear';
  const json = parseJson(text, z.looseObject({}), file, expected);
  if (json.subjects !== undefined) return check(json, readingSchema, file, expected).subjects;
  if (json.subject !== undefined) return [check(json, reportSchema, file, expected).subject];
  if (json.facts !== undefined) return [check(json, subjectSchema, file, expected)];
  return [{ key: 'person', surface: 'profile', facts: check(json, factsSchema, file, expected) }];
}
