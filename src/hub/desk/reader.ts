import { useEffect, useState } from 'preact/hooks';
import type { Report } from '../../reports/report.ts';
import { unseal } from '../../reports/seal.ts';
import type { Index } from '../casework.ts';
import type { Api } from './api.ts';
import type { Identity } from './identity.tsx';
import type { DeskKeys } from './keys.ts';
import { PAUSE_MS } from './open-desk.ts';
import { whoOf } from './words.ts';

/** What the list shows of a reported profile; the hub keeps it sealed. */
export interface Card {
  who: string;
  account: string;
  headline?: string;
}

export type Opened = { report: Report } | { problem: string };

/** Opens a report, or says why this identity cannot. @throws ERR_HUB_AWAY */
export async function openReport(api: Api, id: string, identity: Identity): Promise<Opened> {
  const sealed = await api.sealed(id);
  try {
    return { report: await unseal(sealed, identity.secret, id) };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** What the hub gets of a report: tags by which it groups and finds, and a card it cannot read. */
export async function indexOf(report: Report, keys: DeskKeys): Promise<Index> {
  const { facts } = report.subject;
  const account = facts.handle ?? facts.memberId ?? report.pageUrl.slice(0, 300);
  const { headline } = facts;
  const card: Card = { who: whoOf(report), account: `${facts.site}: ${account}`, ...(headline && { headline }) };
  const text = [facts.name, facts.handle, facts.headline, facts.company, facts.location].filter(Boolean).join(' ');
  return {
    person: await keys.personTag(facts, report.pageUrl),
    card: await keys.seal(card),
    words: [...(await keys.wordTags(text)), await keys.kindTag(report.kind)],
  };
}

export interface Reading {
  /** Reports that have arrived and were not opened yet. */
  fresh: number;
  /** Why this identity cannot open the others, by id. They stay as they are, for another analyst. */
  unopened: ReadonlyMap<string, string>;
  problem?: string;
}

/** Works now and again after each pause. `isOver` tells a round under way that it was ended. @returns ends it */
function repeat(work: (isOver: () => boolean) => Promise<void>): () => void {
  let over = false;
  let timer: ReturnType<typeof setTimeout>;
  async function round() {
    await work(() => over);
    if (!over) timer = setTimeout(round, PAUSE_MS);
  }
  void round();
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

/** Opens what arrives and files each report under its profile, for as long as the desk is open. */
export function useReader(api: Api, identity: Identity | undefined, filed: () => void): Reading {
  const [reading, setReading] = useState<Reading>({ fresh: 0, unopened: new Map() });
  useEffect(() => {
    let older: string | undefined;
    const unopened = new Map<string, string>();
    const isNew = ({ id }: { id: string }) => !unopened.has(id);
    async function read(show: (fresh: number) => void, isOver: () => boolean): Promise<void> {
      let { reports, next } = await api.unread();
      // Whatever nobody can open must not hide what lies beneath it.
      if (next && !reports.some(isNew)) ({ reports, next: older } = await api.unread(older ?? next));
      const fresh = reports.filter(isNew);
      show(fresh.length);
      if (!identity) return;
      for (const { id } of fresh) {
        if (isOver()) return;
        const opened = await openReport(api, id, identity);
        if ('problem' in opened) unopened.set(id, opened.problem);
        else await api.file(id, await indexOf(opened.report, identity.keys));
      }
      show(0);
      if (fresh.some(isNew) && !isOver()) filed();
    }
    return repeat(async (isOver) => {
      const show = (fresh: number, problem?: string) => {
        if (!isOver()) setReading({ fresh, unopened: new Map(unopened), ...(problem && { problem }) });
      };
      await read(show, isOver).catch((error: Error) => show(0, error.message));
    });
  }, [api, identity, filed]);
  return reading;
}
