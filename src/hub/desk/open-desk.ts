import { createContext } from 'preact';
import { useCallback, useContext } from 'preact/hooks';
import { useAnswer } from '../../pages/parts/useAnswer.ts';
import type { Api } from './api.ts';
import type { Identity } from './identity.tsx';

interface OpenDesk {
  api: Api;
  /** The analyst's name. */
  me: string;
  /** Undefined until it was loaded: no profile is shown before. */
  identity: Identity | undefined;
}

export const OpenDeskContext = createContext<OpenDesk>(undefined as never);

/** What every part of the desk works with. */
export const useDesk = () => useContext(OpenDeskContext);

/** Between two questions to the hub. To ask again and again works through every proxy and with any number of hub processes. */
export const PAUSE_MS = 2_000;

/** What the hub answers now, and then every two seconds. `question` must keep its identity. */
export const usePoll = <T>(question: () => Promise<T>) => useAnswer(question, () => PAUSE_MS);

/** A text of the desk, opened: undefined while it is being opened, null when the identity cannot. */
export function useUnsealed<T>(sealed: string | undefined): T | null | undefined {
  const { identity } = useDesk();
  const open = useCallback(
    async () => (sealed && identity ? (((await identity.keys.open(sealed)) as T | undefined) ?? null) : undefined),
    [sealed, identity],
  );
  return useAnswer(open).value;
}
