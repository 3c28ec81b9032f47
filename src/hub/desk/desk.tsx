import { useCallback, useState } from 'preact/hooks';
import type { ReportDraft } from '../../reports/report.ts';
import type { DeskPerson } from '../desk-api.ts';
import type { State } from '../states.ts';
import { Filter } from './filter.tsx';
import { type Identity, IdentityForm } from './identity.tsx';
import { LogView } from './log.tsx';
import { OpenDeskContext, usePoll, useUnsealed } from './open-desk.ts';
import { PersonView } from './person-view.tsx';
import { type Card, type Reading, useReader } from './reader.ts';
import { useShortcuts } from './shortcuts.ts';
import type { Session } from './sign-in.tsx';
import { instant, stateWords } from './words.ts';

const NOBODY: readonly DeskPerson[] = [];

export interface Wanted {
  state?: State;
  kind?: ReportDraft['kind'];
  /** Words that all must be in a profile. */
  text: string;
}

export function Desk({ session }: { session: Session }) {
  const { api } = session;
  const [identity, setIdentity] = useState<Identity>();
  const [wanted, setWanted] = useState<Wanted>({ state: 'open', text: '' });
  const [pages, setPages] = useState<string[]>([]);
  const [chosen, setChosen] = useState<string>();
  const [log, setLog] = useState(false);

  const askPeople = useCallback(async () => {
    const { state, kind, text } = wanted;
    const words = identity ? await identity.keys.wordTags(text) : [];
    if (identity && kind) words.push(await identity.keys.kindTag(kind));
    const all = await Promise.all(
      [undefined, ...pages].map((before) =>
        api.people({ words: words.join(), ...(state && { state }), ...(before && { before }) }),
      ),
    );
    return { people: all.flatMap(({ people }) => people), next: all.at(-1)?.next };
  }, [api, identity, wanted, pages]);
  const list = usePoll(askPeople);
  const reading = useReader(api, identity, list.again);

  const people = list.value?.people ?? NOBODY;
  const next = list.value?.next;
  const move = (step: number) => {
    const index = people.findIndex(({ person }) => person === chosen);
    const target = people[index < 0 ? 0 : index + step];
    if (target) choose(target.person);
  };
  const choose = (person: string) => {
    setLog(false);
    setChosen(person);
  };
  useShortcuts({ j: () => move(1), k: () => move(-1), '/': () => document.getElementById('search')?.focus() });

  return (
    <OpenDeskContext.Provider value={{ api, me: session.name, identity }}>
      <div class="desk gk">
        <header>
          <h1 class="brand">Gamekeeper desk</h1>
          <p>
            {session.name}
            <button type="button" class="quiet" aria-pressed={log} onClick={() => setLog(!log)}>
              Log
            </button>
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
        {(reading.problem ?? list.problem) && <p role="alert">{reading.problem ?? list.problem}</p>}
        {!identity && <IdentityForm api={api} onIdentity={setIdentity} />}
        <main>
          <nav aria-label="Reported profiles" class="stack">
            <Filter
              wanted={wanted}
              canSearch={identity !== undefined}
              onWanted={(changed) => {
                setPages([]);
                setWanted(changed);
              }}
            />
            <Waiting reading={reading} ready={identity !== undefined} />
            <ol class="lines">
              {people.map((person) => (
                <li key={person.person}>
                  <button type="button" aria-current={person.person === chosen} onClick={() => choose(person.person)}>
                    <PersonLine person={person} />
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
          {log ? (
            <LogView onPerson={choose} />
          ) : (
            <article aria-label="Reported profile">
              {chosen && identity ? (
                <PersonView key={chosen} person={chosen} onActed={list.again} />
              ) : (
                <p class="small">
                  Choose a profile: <kbd>j</kbd> and <kbd>k</kbd> move through the list, <kbd>/</kbd> goes to the
                  search, the letter beside a decision begins it, <kbd>Ctrl</kbd> <kbd>Enter</kbd> takes it,{' '}
                  <kbd>Esc</kbd> leaves a field.
                </p>
              )}
            </article>
          )}
        </main>
      </div>
    </OpenDeskContext.Provider>
  );
}

function Waiting({ reading: { fresh, unopened }, ready }: { reading: Reading; ready: boolean }) {
  return (
    <>
      {fresh > 0 && <p aria-live="polite">{ready ? `Reading ${fresh} new.` : `${fresh} sealed, not read yet.`}</p>}
      {unopened.size > 0 && (
        <p role="alert">
          {unopened.size} cannot be opened, and are kept as they are. {[...new Set(unopened.values())].join(' ')}
        </p>
      )}
    </>
  );
}

function PersonLine({ person }: { person: DeskPerson }) {
  const card = useUnsealed<Card>(person.card);
  const times = person.reports === 1 ? 'once' : `${person.reports} times`;
  return (
    <>
      <bdi class="who">{card?.who ?? (card === null ? 'Read by another identity' : 'Sealed')}</bdi>
      {card && <bdi class="small">{card.headline ?? card.account}</bdi>}
      <span class="small">
        {stateWords[person.state]}. Reported {times}, last on {instant(person.last_at)}
      </span>
    </>
  );
}
