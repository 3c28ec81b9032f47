import { useCallback, useEffect, useState } from 'preact/hooks';

export const POLL_MS = 2_000;

export const said = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * Asks now and every two seconds, and again at once after `again()`. Polling works through every proxy and with any
 * number of hub processes.
 * @param ask changes when the question does; what was known then goes
 */
export function usePoll<T>(ask: () => Promise<T>): { value?: T; problem?: string; again: () => void } {
  const [state, setState] = useState<{ value?: T; problem?: string }>({});
  const [round, setRound] = useState(0);
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    async function poll() {
      try {
        const value = await ask();
        if (!over) setState({ value });
      } catch (error) {
        if (!over) setState((before) => ({ ...before, problem: said(error) }));
      }
      if (!over) timer = setTimeout(poll, POLL_MS);
    }
    void poll();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [ask, round]);
  return { ...state, again: useCallback(() => setRound((number) => number + 1), []) };
}
