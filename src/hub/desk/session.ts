import { useEffect, useState } from 'preact/hooks';
import { Api } from './api.ts';

const KEY = 'gamekeeper-desk-token';

export interface Session {
  /** Present when signed in. */
  api?: Api;
  name?: string;
  problem?: string;
  signIn(token: string): Promise<void>;
  signOut(): void;
}

/** Who sits at the desk. The token lives as long as the tab; the age identity is kept elsewhere and never stored. */
export function useSession(): Session {
  const [state, setState] = useState<{ api?: Api; name?: string; problem?: string }>({});

  async function signIn(token: string) {
    const api = new Api(token);
    try {
      const { name } = await api.me();
      sessionStorage.setItem(KEY, token);
      setState({ api, name });
    } catch (error) {
      sessionStorage.removeItem(KEY);
      setState({ problem: error instanceof Error ? error.message : String(error) });
    }
  }

  useEffect(() => {
    const token = sessionStorage.getItem(KEY);
    if (token !== null) void signIn(token);
  }, []);

  return {
    ...state,
    signIn,
    signOut() {
      sessionStorage.removeItem(KEY);
      setState({});
    },
  };
}
