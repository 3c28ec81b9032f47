import { useCallback, useEffect, useState } from 'preact/hooks';
import { useLanguage } from './language.ts';
import { problemOf } from './problem.ts';

export interface Answered<T> {
  /** `undefined` until the first answer. A later question keeps the former answer until it is answered. */
  value: T | undefined;
  /** Why the last question failed, in one sentence. */
  problem: string | undefined;
  asking: boolean;
  /** Asks again, or asks another question that gives the same. */
  again(question?: () => Promise<T>): Promise<void>;
}

/** Asks once when the component appears. `question` must keep its identity. */
export function useAnswer<T>(question: () => Promise<T>): Answered<T> {
  const { t } = useLanguage();
  const [value, setValue] = useState<T>();
  const [problem, setProblem] = useState<string>();
  const [asking, setAsking] = useState(true);
  const again = useCallback(
    async (other = question) => {
      setAsking(true);
      try {
        setValue(await other());
        setProblem(undefined);
      } catch (error) {
        setProblem(problemOf(error, t));
      }
      setAsking(false);
    },
    [question, t],
  );
  useEffect(() => void again(), [again]);
  return { value, problem, asking, again };
}
