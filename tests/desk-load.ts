/** A desk with very many reports, and the milliseconds that its questions take. Part of `npm run bench hub`. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { generateIdentity } from 'age-encryption';
import { Analysts } from '../src/hub/analysts.ts';
import { type Database, openStorage, type Tables } from '../src/hub/database.ts';
import { DeskKeys } from '../src/hub/desk/keys.ts';
import type { DeskPerson } from '../src/hub/desk-api.ts';
import { startHubProcess } from './hub-process.ts';

const REPORTS = 100_000;
const PEOPLE = 20_000;
const UNREAD = 1_000;
const NAMES = 4_000;
const ROUNDS = 20;

/** Median and worst milliseconds of each question, over HTTP, with a page's cards opened as the browser does. */
export async function deskTimes(folder: string, sealed: Uint8Array, databaseUrl = ''): Promise<Record<string, string>> {
  const keys = await DeskKeys.from(await generateIdentity());
  const db = await openStorage(`${folder}/data`, databaseUrl);
  const token = await new Analysts(db, Date.now).add('bench');
  const [busiest] = await fill(db, keys, sealed);
  await db.destroy();
  const hub = await startHubProcess(folder, { databaseUrl });
  const ask = async <T>(path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${hub.url}/desk/api/${path}`, {
      headers: { Authorization: `Bearer ${token}` },
      ...(body !== undefined && { method: 'PUT', body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`The desk answered ${answer.status} to ${path}.`);
    return answer.json() as Promise<T>;
  };
  const page = async (query: string) => {
    const { people } = await ask<{ people: DeskPerson[] }>(`people?${query}`);
    await Promise.all(people.map(({ card }) => keys.open(card)));
  };
  const { reports } = await ask<{ reports: { id: string }[] }>(`reports?unread=true&limit=${ROUNDS + 1}`);
  const words = async (text: string) => (await keys.wordTags(text)).join();
  try {
    return {
      storage: databaseUrl ? 'postgres' : 'sqlite',
      'first page': await times(() => page('state=open')),
      'all states': await times(() => page('')),
      search: await times(async (round) => page(`words=${await words(`name${round} name${round + 1}`)}`)),
      'common word': await times(async () => page(`words=${await words('adviser')}`)),
      profile: await times(() => ask(`people/${busiest}`)),
      unread: await times(() => ask('reports?unread=true&limit=200')),
      'file one': await times(async (round) =>
        ask(`reports/${reports[round]!.id}/index`, { person: busiest, card: await keys.seal({}), words: [] }),
      ),
    };
  } finally {
    await hub.stop();
  }
}

/** Each profile has six words, one of which half of all share. @returns profiles, the most reported first */
async function fill(db: Database, keys: DeskKeys, sealed: Uint8Array): Promise<string[]> {
  const vocabulary = await keys.wordTags('adviser');
  for (let index = 0; index < NAMES; index += 1) vocabulary.push(...(await keys.wordTags(`name${index}`)));
  const persons = Array.from({ length: PEOPLE }, () => randomBytes(32).toString('hex'));
  const began = Date.now() - REPORTS;
  const digest = createHash('sha256').update(sealed).digest('hex');
  const people: Tables['people'][] = [];
  const words: Tables['words'][] = [];
  for (const [index, person] of persons.entries()) {
    const card = await keys.seal({ who: `name${index}`, account: `linkedin: name${index}` });
    const state = index % 4 === 0 ? 'dismissed' : 'open';
    people.push({ person, card, reports: 5, first_at: began + index, last_at: began + index * 5, state, last_seq: 0 });
    const own = new Set([0, 1, 2, 3, 4].map((step) => 1 + ((index + step * (1 + (index % 7))) % NAMES)));
    if (index % 2 === 0) own.add(0);
    for (const word of own) words.push({ word: vocabulary[word]!, person });
  }
  const reports = Array.from({ length: REPORTS }, (_, index): Tables['reports'] => ({
    id: randomUUID(),
    receipt: randomUUID(),
    received_at: began + index,
    digest,
    sealed,
    // The first few have most of the reports, as in life.
    person: index >= REPORTS - UNREAD ? null : persons[Math.floor((index / REPORTS) ** 3 * PEOPLE)]!,
  }));
  await insert(db, 'people', people);
  await insert(db, 'words', words);
  await insert(db, 'reports', reports);
  return persons;
}

async function insert<T extends keyof Tables>(db: Database, table: T, rows: Tables[T][]): Promise<void> {
  for (let from = 0; from < rows.length; from += 500) {
    await db
      .insertInto(table)
      .values(rows.slice(from, from + 500) as never)
      .execute();
  }
}

async function times(work: (round: number) => Promise<unknown>): Promise<string> {
  const taken: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const began = performance.now();
    await work(round);
    // The first one warms up.
    if (round > 0) taken.push(performance.now() - began);
  }
  taken.sort((a, b) => a - b);
  return `${taken[ROUNDS / 2]!.toFixed(0)}, ${taken.at(-1)!.toFixed(0)}`;
}
