import { useEffect, useRef, useState } from 'preact/hooks';
import { GamekeeperError } from '../../errors.ts';
import type { Report } from '../../reports/report.ts';
import { unseal } from '../../reports/seal.ts';
import type { DeskReport } from '../desk-api.ts';
import type { Api } from './api.ts';
import type { Identity } from './identity.tsx';

const POLL_MS = 2_000;

/** A line of the list, and what the ciphertext holds once it is opened. */
export interface Line extends DeskReport {
  opened?: { report: Report } | { problem: string };
}

/**
 * The reports that the hub holds, newest first, kept up to date by asking every two seconds: it works through every
 * proxy and with any number of hub processes.
 */
export function useReports(api: Api, identity: Identity | undefined) {
  const [lines, setLines] = useState<readonly Line[]>([]);
  const [next, setNext] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const opened = useRef(new Map<string, NonNullable<Line['opened']>>());

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let over = false;
    async function poll(first: boolean) {
      try {
        const page = await api.reports();
        if (over) return;
        setProblem(undefined);
        setLines((before) => merge(before, page.reports));
        if (first) setNext(page.next);
      } catch (error) {
        if (!over) setProblem(said(error));
      }
      if (!over) timer = setTimeout(() => poll(false), POLL_MS);
    }
    void poll(true);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [api]);

  useEffect(() => {
    opened.current.clear();
    setLines((all) => all.map(({ opened: _, ...line }) => line));
  }, [identity]);

  useEffect(() => {
    const line = identity && lines.find(({ opened }) => opened === undefined);
    if (!line) return;
    let over = false;
    void open(api, line.id, identity).then((result) => {
      if (over || result === undefined) return;
      setLines((all) => all.map((other) => (other.id === line.id ? { ...other, opened: result } : other)));
    });
    return () => {
      over = true;
    };
  }, [api, identity, lines]);

  async function more() {
    const page = await api.reports(next);
    setLines((before) => merge(before, page.reports));
    setNext(page.next);
  }

  return { lines, problem, more: next === undefined ? undefined : more };
}

/** Opens one report; undefined when the hub cannot be asked just now. */
async function open(api: Api, id: string, identity: Identity): Promise<Line['opened']> {
  try {
    return { report: await unseal(await api.sealed(id), identity.secret, id) };
  } catch (error) {
    if (error instanceof GamekeeperError && error.code === 'ERR_HUB_AWAY') return undefined;
    return { problem: said(error) };
  }
}

function merge(before: readonly Line[], page: readonly DeskReport[]): Line[] {
  const all = new Map(before.map((line) => [line.id, line]));
  for (const line of page) all.set(line.id, { ...all.get(line.id), ...line });
  return [...all.values()].sort((a, b) => b.receivedAt.localeCompare(a.receivedAt) || b.id.localeCompare(a.id));
}

const said = (error: unknown) => (error instanceof Error ? error.message : String(error));
