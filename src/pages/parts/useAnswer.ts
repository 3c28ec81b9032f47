import { useCallback, useEffect, useState } from 'preact/hooks';

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
        setProblem(error instanceof Error ? error.message : String(error));
      }
      setAsking(false);
    },
    [question],
  );
  useEffect(() => void again(), [again]);
  return { value, problem, asking, again };
}
