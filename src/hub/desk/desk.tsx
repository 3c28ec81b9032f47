import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { DeskPerson } from '../desk-api.ts';
import { STATES, type State } from '../states.ts';
import type { Api } from './api.ts';
import { type Identity, IdentityForm } from './identity.tsx';
import { PersonView } from './person-view.tsx';
import { usePoll } from './poll.ts';
import { type Card, useReader } from './reader.ts';
import type { Session } from './session.ts';
import { instant, stateWords } from './words.ts';

const NOBODY: readonly DeskPerson[] = [];

export function Desk({ session, api }: { session: Session; api: Api }) {
  const [identity, setIdentity] = useState<Identity>();
  const [state, setState] = useState<State | undefined>('open');
  const [search, setSearch] = useState('');
  const [pages, setPages] = useState<string[]>([]);
  const [chosen, setChosen] = useState<string>();

  const unread = usePoll(useCallback(() => api.unread(), [api]));
  const askPeople = useCallback(async () => {
    const words = identity && search ? await identity.keys.wordTags(search) : [];
    const all = await Promise.all(
      [undefined, ...pages].map((before) => api.people({ words, ...(state && { state }), ...(before && { before }) })),
    );
    return { people: all.flatMap(({ people }) => people), next: all.at(-1)?.next };
  }, [api, identity, state, search, pages]);
  const list = usePoll(askPeople);
  const refresh = useCallback(() => {
    unread.again();
    list.again();
  }, [unread.again, list.again]);

  const waiting = unread.value?.reports ?? [];
  const unopened = useReader(api, identity, waiting, refresh);
  const people = list.value?.people ?? NOBODY;
  const next = list.value?.next;
  useKeys(people, chosen, setChosen);

  return (
    <div class="desk gk">
      <header>
        <h1>Gamekeeper desk</h1>
        <p>
          {session.name}
          {identity && (
            <button type="button" class="quiet" onClick={() => setIdentity(undefined)}>
              Forget my identity
            </button>
          )}
          <button type="button" class="quiet" onClick={session.signOut}>
            Sign out
          </button>
        </p>
      </header>
      {(unread.problem ?? list.problem) && <p role="alert">{unread.problem ?? list.problem}</p>}
      {!identity && <IdentityForm onIdentity={setIdentity} />}
      <main>
        <nav aria-label="Reported profiles" class="stack">
          <Filter
            state={state}
            onState={setState}
            search={search}
            onSearch={setSearch}
            canSearch={identity !== undefined}
          />
          <Waiting count={waiting.length} unopened={unopened} ready={identity !== undefined} />
          <ol class="lines">
            {people.map((person) => (
              <li key={person.person}>
                <button type="button" aria-current={person.person === chosen} onClick={() => setChosen(person.person)}>
                  <PersonLine person={person} identity={identity} />
                </button>
              </li>
            ))}
          </ol>
          {people.length === 0 && <p class="small">No profile here. Reports appear as they arrive.</p>}
          {next && (
            <button type="button" class="quiet" onClick={() => setPages([...pages, next])}>
              Show older ones
            </button>
          )}
        </nav>
        <article aria-label="Reported profile">
          {chosen && identity ? (
            <PersonView
              key={chosen}
              api={api}
              identity={identity}
              person={chosen}
              me={session.name ?? ''}
              onActed={refresh}
            />
          ) : (
            <p class="small">Choose a profile. The keys j and k move through the list, / goes to the search.</p>
          )}
        </article>
      </main>
    </div>
  );
}

interface FilterProps {
  state: State | undefined;
  onState: (state: State | undefined) => void;
  search: string;
  onSearch: (text: string) => void;
  canSearch: boolean;
}

function Filter({ state, onState, search, onSearch, canSearch }: FilterProps) {
  return (
    <search class="filter">
      <label>
        Show
        <select
          value={state ?? ''}
          onChange={({ currentTarget }) => onState((currentTarget.value as State) || undefined)}
        >
          <option value="">All</option>
          {STATES.map((each) => (
            <option key={each} value={each}>
              {stateWords[each]}
            </option>
          ))}
        </select>
      </label>
      <label>
        Search whole words
        <input
          type="search"
          id="search"
          disabled={!canSearch}
          value={search}
          onInput={({ currentTarget }) => onSearch(currentTarget.value)}
        />
      </label>
    </search>
  );
}

function Waiting({ count, unopened, ready }: { count: number; unopened: ReadonlyMap<string, string>; ready: boolean }) {
  if (count === 0) return null;
  if (!ready) return <p>{count} sealed, not read yet.</p>;
  const reasons = [...new Set(unopened.values())];
  if (reasons.length === 0) return <p aria-live="polite">Reading {count} new.</p>;
  return (
    <p role="alert">
      {unopened.size} cannot be opened, and are kept as they are. {reasons.join(' ')}
    </p>
  );
}

/** A card opened with the desk's key; undefined while it is being opened, null when this identity cannot. */
export function useCard(card: string, identity: Identity | undefined): Card | null | undefined {
  const [opened, setOpened] = useState<Card | null>();
  useEffect(() => {
    let over = false;
    identity?.keys.open(card).then((value) => {
      if (!over) setOpened((value as Card | undefined) ?? null);
    });
    return () => {
      over = true;
    };
  }, [card, identity]);
  return identity ? opened : undefined;
}

function PersonLine({ person, identity }: { person: DeskPerson; identity: Identity | undefined }) {
  const card = useCard(person.card, identity);
  const times = person.reports === 1 ? 'once' : `${person.reports} times`;
  return (
    <>
      <span class="who">{card?.who ?? (card === null ? 'Read by another identity' : 'Sealed')}</span>
      {card && <span class="small">{card.headline ?? card.account}</span>}
      <span class="small">
        {stateWords[person.state]}. Reported {times}, last on {instant(person.lastAt)}
      </span>
    </>
  );
}

/** j and k move through the list and / goes to the search, as in most lists that are worked through by keyboard. */
function useKeys(people: readonly DeskPerson[], chosen: string | undefined, choose: (person: string) => void) {
  const latest = useRef({ people, chosen });
  latest.current = { people, chosen };
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const typing = event.target instanceof Element && event.target.closest('input, textarea, select');
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '/') {
        event.preventDefault();
        document.getElementById('search')?.focus();
      }
      const step = { j: 1, k: -1 }[event.key];
      if (step === undefined) return;
      const { people: all, chosen: current } = latest.current;
      const index = all.findIndex(({ person }) => person === current);
      const target = all[index < 0 ? 0 : index + step];
      if (target) choose(target.person);
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [choose]);
}
