import { useEffect, useRef, useState } from 'preact/hooks';
import { readJoinLink } from '../../feed/join-link.ts';
import type { Invitation } from '../../platform/messages.ts';
import { isolate } from '../../verdict/wording-language.ts';
import { useLanguage } from '../parts/language.ts';
import { problemOf, sentenceOf } from '../parts/problem.ts';
import { Text } from '../parts/Text.tsx';
import { useWorld } from '../parts/world.ts';

interface JoinProps {
  /** Filled in where the user comes from the link itself. */
  link?: string;
  onJoined?(): void;
}

type Stage =
  | { at: 'link' | 'looking'; problem?: string }
  | { at: 'found'; invitation: Invitation; problem?: string }
  | { at: 'joined'; invitation: Invitation };

/** From a security team's link to its list: whose it is, then one question. */
export function Join({ link: given = '', onJoined }: JoinProps) {
  const { t } = useLanguage();
  const { ask, requestHosts } = useWorld();
  const [link, setLink] = useState(given);
  const [stage, setStage] = useState<Stage>({ at: 'link' });
  const field = useRef<HTMLInputElement>(null);
  const result = useRef<HTMLDivElement>(null);
  const begun = useRef(false);
  // What was pressed is gone: the focus goes on to what took its place.
  useEffect(() => {
    if (begun.current) ('invitation' in stage ? result : field).current?.focus();
  }, [stage]);
  const problem = 'problem' in stage ? stage.problem : undefined;

  async function look(event: Event) {
    event.preventDefault();
    begun.current = true;
    const joined = readJoinLink(link);
    if (!joined) return setStage({ at: 'link', problem: t('problem_join_link') });
    setStage({ at: 'looking' });
    try {
      // Browsers listen to this only while the click is fresh.
      await requestHosts([joined.feed]);
      setStage({ at: 'found', invitation: await ask('invitation', { link }) });
    } catch (error) {
      setStage({ at: 'link', problem: problemOf(error, t) });
    }
  }

  async function join(invitation: Invitation) {
    try {
      if (invitation.withheld.length > 0) await requestHosts(invitation.withheld);
      const { version, problem } = await ask('join', { link });
      if (version === 0 && problem) setStage({ at: 'found', invitation, problem: sentenceOf(problem, t) });
      else {
        setStage({ at: 'joined', invitation });
        onJoined?.();
      }
    } catch (error) {
      setStage({ at: 'found', invitation, problem: problemOf(error, t) });
    }
  }

  return (
    <section class="stack tight">
      <h2>{t('join_heading')}</h2>
      {(stage.at === 'link' || stage.at === 'looking') && (
        <form class="stack tight" onSubmit={look} noValidate>
          <label class="stack tight">
            <span>{t('join_link')}</span>
            <input
              ref={field}
              type="url"
              autocomplete="off"
              value={link}
              aria-invalid={problem !== undefined}
              aria-describedby={problem === undefined ? undefined : 'join-problem'}
              onInput={(event) => setLink(event.currentTarget.value)}
            />
          </label>
          {problem !== undefined && (
            <p id="join-problem" role="alert">
              {problem}
            </p>
          )}
          <p>
            <button type="submit" class="primary" disabled={stage.at === 'looking'}>
              {stage.at === 'looking' ? t('join_looking') : t('join_look')}
            </button>
          </p>
        </form>
      )}
      {'invitation' in stage && (
        <div ref={result} tabIndex={-1}>
          {stage.at === 'found' ? (
            <Found invitation={stage.invitation} />
          ) : (
            <p>
              <Text of={t('join_done', { publisher: isolate(stage.invitation.publisher) })} />
            </p>
          )}
        </div>
      )}
      {stage.at === 'found' && (
        <>
          {problem !== undefined && <p role="alert">{problem}</p>}
          <p class="row">
            <button type="button" class="primary" onClick={() => void join(stage.invitation)}>
              {t('join_follow')}
            </button>
            <button type="button" class="plain" onClick={() => setStage({ at: 'link' })}>
              {t('join_not')}
            </button>
          </p>
        </>
      )}
    </section>
  );
}

/** Whose list it is, in the words that the team itself signed. */
function Found({ invitation: { publisher, contact, feed, status } }: { invitation: Invitation }) {
  const { t, number, instant } = useLanguage();
  return (
    <div class="card stack tight">
      <p class="term">
        <bdi>{publisher}</bdi>
      </p>
      <p>
        <Text of={t('join_from', { host: isolate(new URL(feed).host), contact: isolate(contact) })} />
      </p>
      <p class="small">
        {[
          t('feed_entries', { count: number(status.entries ?? 0) }),
          status.signedAt && t('feed_signed', { date: instant(status.signedAt) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <p>{t('join_ask')}</p>
    </div>
  );
}
