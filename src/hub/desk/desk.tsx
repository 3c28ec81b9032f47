import { useEffect, useState } from 'preact/hooks';
import type { Api } from './api.ts';
import { type Identity, IdentityForm } from './identity.tsx';
import { ReportView } from './report-view.tsx';
import { type Line, useReports } from './reports.ts';
import type { Session } from './session.ts';
import { instant, kindWords, whoOf } from './words.ts';

export function Desk({ session, api }: { session: Session; api: Api }) {
  const [identity, setIdentity] = useState<Identity>();
  const [chosen, setChosen] = useState<string>();
  const { lines, problem, more } = useReports(api, identity);
  const line = lines.find(({ id }) => id === chosen);
  useArrows(lines, chosen, setChosen);

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
      {problem && <p role="alert">{problem}</p>}
      {!identity && <IdentityForm onIdentity={setIdentity} />}
      <main>
        <nav aria-label="Reports">
          {lines.length === 0 && <p>No reports yet. They appear here as they arrive.</p>}
          <ol class="lines" aria-live="polite">
            {lines.map((each) => (
              <li key={each.id}>
                <button type="button" aria-current={each.id === chosen} onClick={() => setChosen(each.id)}>
                  <LineWords line={each} />
                </button>
              </li>
            ))}
          </ol>
          {more && (
            <button type="button" class="quiet" onClick={() => void more()}>
              Show older reports
            </button>
          )}
        </nav>
        <article aria-label="Report" tabIndex={-1}>
          {line ? (
            <ReportView line={line} />
          ) : (
            <p class="small">Choose a report. The keys j and k move through the list.</p>
          )}
        </article>
      </main>
    </div>
  );
}

function LineWords({ line }: { line: Line }) {
  const { opened } = line;
  const title = opened === undefined ? 'Sealed' : 'report' in opened ? whoOf(opened.report) : 'Cannot be opened';
  return (
    <>
      <span class="who">{title}</span>
      {opened && 'report' in opened && <span class="small">{kindWords[opened.report.kind]}</span>}
      <time class="small" dateTime={line.receivedAt}>
        {instant(line.receivedAt)}
      </time>
    </>
  );
}

/** j and k move through the list, as in most lists that are worked through by keyboard. */
function useArrows(lines: readonly Line[], chosen: string | undefined, choose: (id: string) => void) {
  useEffect(() => {
    const step = { j: 1, k: -1 } as Record<string, number>;
    function onKey(event: KeyboardEvent) {
      const by = step[event.key];
      const typing = event.target instanceof Element && event.target.closest('input, textarea, select');
      if (by === undefined || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const index = lines.findIndex(({ id }) => id === chosen);
      const target = lines[index < 0 ? 0 : index + by];
      if (target) choose(target.id);
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [lines, chosen, choose]);
}
