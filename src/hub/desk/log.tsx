import { useCallback } from 'preact/hooks';
import type { DeskAction, LoggedAction } from '../desk-api.ts';
import type { Api } from './api.ts';
import type { Identity } from './identity.tsx';
import { usePoll } from './poll.ts';
import type { Card } from './reader.ts';
import { useUnsealed } from './unsealed.ts';
import { actionWords, instant } from './words.ts';

interface LineProps {
  action: DeskAction | LoggedAction;
  identity: Identity | undefined;
  /** Chooses the profile; where the line stands under its own, there is nothing to choose. */
  onPerson?: (person: string) => void;
}

export function LogLine({ action, identity, onPerson }: LineProps) {
  const reason = useUnsealed<string>(action.reason, identity);
  const card = useUnsealed<Card>('card' in action ? action.card : undefined, identity);
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

interface LogProps {
  api: Api;
  identity: Identity | undefined;
  onPerson: (person: string) => void;
}

/** What was done with all profiles, newest first. The hub checks the whole chain before it shows any of it. */
export function LogView({ api, identity, onPerson }: LogProps) {
  const { value, problem } = usePoll(useCallback(() => api.log(), [api]));
  return (
    <article aria-label="Log" class="stack">
      <h2>Log</h2>
      {problem && <p role="alert">{problem}</p>}
      {value?.log.length === 0 && <p>Nothing was decided yet.</p>}
      <ol class="stack tight">
        {value?.log.map((action) => (
          <LogLine key={action.seq} action={action} identity={identity} onPerson={onPerson} />
        ))}
      </ol>
    </article>
  );
}
