import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useLanguage } from './language.ts';
import { problemOf } from './problem.ts';

export interface Answered<T> {
  /** `undefined` until the first answer. A later question keeps the former answer until it is answered. */
  value: T | undefined;
  /** Why the last question failed, in one sentence. */
  problem: string | undefined;
  asking: boolean;
  /** Asks again, or asks another question that gives the same. Keeps its identity. */
  again(question?: () => Promise<T>): Promise<void>;
}

/**
 * Asks when the component appears, and whenever `question` is another function. What an earlier question brings is dropped.
 *
 * @param pauseAfter from what is known by now, the milliseconds until it is asked again; undefined: it is not
 */
export function useAnswer<T>(
  question: () => Promise<T>,
  pauseAfter?: (known: T | undefined) => number | undefined,
): Answered<T> {
  const { t } = useLanguage();
  const [state, setState] = useState<Omit<Answered<T>, 'again'>>({
    value: undefined,
    problem: undefined,
    asking: true,
  });
  const now = useRef({ question, pauseAfter, known: state.value });
  now.current = { question, pauseAfter, known: state.value };
  const latest = useRef(0);
  const again = useCallback(
    async (other = now.current.question) => {
      const turn = ++latest.current;
      setState((before) => ({ ...before, asking: true }));
      const { value, problem } = await other().then(
        (value) => ({ value, problem: undefined }),
        (error) => ({ value: now.current.known, problem: problemOf(error, t) }),
      );
      if (turn !== latest.current) return;
      setState({ value, problem, asking: false });
      const pause = now.current.pauseAfter?.(value);
      if (pause !== undefined) setTimeout(() => turn === latest.current && void again(), pause);
    },
    [t],
  );
  useEffect(() => {
    void again();
    return () => {
      latest.current++;
    };
  }, [question, again]);
  return { ...state, again };
}
