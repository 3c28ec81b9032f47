import { useEffect, useState } from 'preact/hooks';
import { GamekeeperError } from '../../errors.ts';
import type { Report } from '../../reports/report.ts';
import { unseal } from '../../reports/seal.ts';
import type { Index } from '../casework.ts';
import type { Api } from './api.ts';
import type { Identity } from './identity.tsx';
import type { DeskKeys } from './keys.ts';
import { said } from './poll.ts';
import { whoOf } from './words.ts';

/** What the list shows of a reported profile; the hub keeps it sealed. */
export interface Card {
  who: string;
  account: string;
  headline?: string;
}

export type Opened = { report: Report } | { problem: string };

/** Opens a report; undefined when the hub cannot be asked just now. */
export async function openReport(api: Api, id: string, identity: Identity): Promise<Opened | undefined> {
  try {
    return { report: await unseal(await api.sealed(id), identity.secret, id) };
  } catch (error) {
    if (error instanceof GamekeeperError && error.code === 'ERR_HUB_AWAY') return undefined;
    return { problem: said(error) };
  }
}

/** What the hub gets of a report: tags by which it groups and finds, and a card it cannot read. */
export async function indexOf(report: Report, keys: DeskKeys): Promise<Index> {
  const { facts } = report.subject;
  const account = facts.handle ?? facts.memberId ?? report.pageUrl;
  const { headline } = facts;
  const card: Card = { who: whoOf(report), account: `${facts.site}: ${account}`, ...(headline && { headline }) };
  const text = [facts.name, facts.handle, facts.headline, facts.company, facts.location].filter(Boolean).join(' ');
  return {
    person: await keys.personTag(facts, report.pageUrl),
    card: await keys.seal(card),
    words: await keys.wordTags(text),
  };
}

/**
 * Opens what arrives, one report after the other, and files it under its profile. What this identity cannot open stays
 * as it is, for another analyst; `unopened` says why.
 */
export function useReader(
  api: Api,
  identity: Identity | undefined,
  waiting: readonly { id: string }[],
  filed: () => void,
): ReadonlyMap<string, string> {
  const [unopened, setUnopened] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => setUnopened(new Map()), [identity]);
  useEffect(() => {
    const next = identity && waiting.find(({ id }) => !unopened.has(id));
    if (!next) return;
    let over = false;
    async function read(id: string, reader: Identity) {
      const opened = await openReport(api, id, reader);
      if (over || opened === undefined) return;
      if ('problem' in opened) return setUnopened((before) => new Map(before).set(id, opened.problem));
      await api.file(id, await indexOf(opened.report, reader.keys));
      if (!over) filed();
    }
    read(next.id, identity).catch(() => {});
    return () => {
      over = true;
    };
  }, [api, identity, waiting, unopened, filed]);
  return unopened;
}
