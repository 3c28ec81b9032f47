import { createContext } from 'preact';
import { useCallback, useContext } from 'preact/hooks';
import type { ask } from '../../platform/client.ts';
import type { Input, MessageName, Outputs } from '../../platform/messages.ts';
import type { readSites } from '../../platform/sites.ts';
import type { ReportDraft, ReportSummary } from '../../reports/report.ts';
import { useAnswer } from './useAnswer.ts';

/** All that a page of ours asks: the worker, the browser, the clock. */
export type World = typeof import('../../platform/own-pages.ts') & {
  ask: typeof ask;
  /** Resolves once the sealed report is on disk. */
  send(draft: ReportDraft): Promise<ReportSummary>;
  readSites: typeof readSites;
  copy(text: string): Promise<void>;
  now(): Date;
};

export const WorldContext = createContext<World>(undefined as never);

export const useWorld = () => useContext(WorldContext);

/** Messages without content. */
type Question = { [N in MessageName]: Record<string, never> extends Input<N> ? N : never }[MessageName];

/** What the worker answers; `pauseAfter` as for `useAnswer`. */
export function useAsk<N extends Question>(
  name: N,
  pauseAfter?: (known: Outputs[N] | undefined) => number | undefined,
) {
  const { ask } = useWorld();
  return useAnswer(
    useCallback(() => ask(name, {} as Input<N>), [ask, name]),
    pauseAfter,
  );
}
