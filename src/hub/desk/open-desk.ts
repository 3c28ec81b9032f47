import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
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
