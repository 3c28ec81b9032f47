import { useCallback } from 'preact/hooks';
import type { LoggedAction } from '../desk-api.ts';
import type { Api } from './api.ts';
import type { Identity } from './identity.tsx';
import { Reason } from './person-view.tsx';
import { usePoll } from './poll.ts';
import type { Card } from './reader.ts';
import { useUnsealed } from './unsealed.ts';
import { actionWords, instant } from './words.ts';

interface Props {
  api: Api;
  identity: Identity | undefined;
  onPerson: (person: string) => void;
}

/** What was done with all profiles, newest first. The hub checks the whole chain before it shows any of it. */
export function LogView({ api, identity, onPerson }: Props) {
  const { value, problem } = usePoll(useCallback(() => api.log(), [api]));
  return (
    <article aria-label="Log" class="stack">
      <h2>Log</h2>
      {problem && <p role="alert">{problem}</p>}
      {value?.log.length === 0 && <p>Nothing was decided yet.</p>}
      <ol class="stack tight">
        {value?.log.map((action) => (
          <li key={action.seq}>
            <Line action={action} identity={identity} onPerson={onPerson} />
          </li>
        ))}
      </ol>
    </article>
  );
}

function Line({ action, identity, onPerson }: Omit<Props, 'api'> & { action: LoggedAction }) {
  const card = useUnsealed<Card>(action.card, identity);
  return (
    <>
      {action.seq}. {actionWords[action.action]}{' '}
      <button type="button" class="quiet" onClick={() => onPerson(action.person)}>
        <bdi>{card?.who ?? 'Sealed'}</bdi>
      </button>
      : <Reason sealed={action.reason} identity={identity} />
      <span class="small">
        {' '}
        {action.analyst}, {instant(action.at)}
      </span>
    </>
  );
}
