import { useCallback } from 'preact/hooks';
import type { DeskAction, LoggedAction } from '../desk-api.ts';
import { useDesk, usePoll, useUnsealed } from './open-desk.ts';
import type { Card } from './reader.ts';
import { actionWords, instant } from './words.ts';

interface LineProps {
  action: DeskAction | LoggedAction;
  /** Chooses the profile; where the line stands under its own, there is nothing to choose. */
  onPerson?: (person: string) => void;
}

export function LogLine({ action, onPerson }: LineProps) {
  const reason = useUnsealed<string>(action.reason);
  const card = useUnsealed<Card>('card' in action ? action.card : undefined);
  return (
    <li>
      {actionWords[action.action]}
      {onPerson && (
        <>
          {' '}
          <button type="button" class="quiet" onClick={() => onPerson(action.person)}>
            <bdi>{card?.who ?? 'Sealed'}</bdi>
          </button>
        </>
      )}
      : <span class="said-by">{reason ?? '(sealed)'}</span>
      <span class="small">
        {' '}
        {action.analyst}, {instant(action.at)}
      </span>
    </li>
  );
}

/** What was done with all profiles, newest first. The hub checks the whole chain before it shows any of it. */
export function LogView({ onPerson }: { onPerson: (person: string) => void }) {
  const { api } = useDesk();
  const { value, problem } = usePoll(useCallback(() => api.log(), [api]));
  return (
    <article aria-label="Log" class="stack">
      <h2>Log</h2>
      {problem && <p role="alert">{problem}</p>}
      {value?.log.length === 0 && <p>Nothing was decided yet.</p>}
      <ol class="stack tight">
        {value?.log.map((action) => (
          <LogLine key={action.seq} action={action} onPerson={onPerson} />
        ))}
      </ol>
    </article>
  );
}
