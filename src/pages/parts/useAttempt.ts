import { useState } from 'preact/hooks';
import { useLanguage } from './language.ts';
import { problemOf } from './problem.ts';

/**
 * For what somebody presses.
 *
 * @returns what is to be said of the last attempt: the text that its work gave, if it gave one, or why it failed
 */
export function useAttempt(): [said: string, attempt: (work: () => Promise<unknown>) => Promise<void>] {
  const { t } = useLanguage();
  const [said, setSaid] = useState('');
  async function attempt(work: () => Promise<unknown>) {
    setSaid('');
    try {
      const done = await work();
      if (typeof done === 'string') setSaid(done);
    } catch (error) {
      setSaid(t('action_failed', { problem: problemOf(error, t) }));
    }
  }
  return [said, attempt];
}
