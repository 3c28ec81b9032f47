import { useCallback, useEffect, useState } from 'preact/hooks';

const POLL_MS = 2_000;

export const said = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Works now and again two seconds after each time. `isOver` tells a round under way that it was ended. @returns ends it */
export function repeat(work: (isOver: () => boolean) => Promise<void>): () => void {
  let over = false;
  let timer: ReturnType<typeof setTimeout>;
  async function round() {
    await work(() => over);
    if (!over) timer = setTimeout(round, POLL_MS);
  }
  void round();
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

/**
 * Asks now and every two seconds, and again at once after `again()`. Polling works through every proxy and with any
 * number of hub processes.
 * @param ask changes when the question does; what was known then goes
 */
export function usePoll<T>(ask: () => Promise<T>): { value?: T; problem?: string; again: () => void } {
  const [state, setState] = useState<{ value?: T; problem?: string }>({});
  const [round, setRound] = useState(0);
  useEffect(
    () =>
      repeat(async (isOver) => {
        try {
          const value = await ask();
          if (!isOver()) setState({ value });
        } catch (error) {
          if (!isOver()) setState((before) => ({ ...before, problem: said(error) }));
        }
      }),
    [ask, round],
  );
  return { ...state, again: useCallback(() => setRound((number) => number + 1), []) };
}
