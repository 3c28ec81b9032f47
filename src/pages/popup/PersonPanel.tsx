import { useState } from 'preact/hooks';
import { wordingOf } from '../../verdict/wording.ts';
import { isolate } from '../../verdict/wording-language.ts';
import { useLanguage } from '../parts/language.ts';
import { Verdict } from '../parts/Verdict.tsx';
import { useWorld } from '../parts/world.ts';
import type { Person } from './people.ts';

interface PersonPanelProps {
  /** At least one; the first is shown until another is chosen. */
  people: readonly Person[];
  onReport(person: Person): void;
  onShownAgain(): void;
}

/** The verdict on one person of the page, and which person. */
export function PersonPanel({ people, onReport, onShownAgain }: PersonPanelProps) {
  const language = useLanguage();
  const { ask } = useWorld();
  const { t } = language;
  const [chosen, setChosen] = useState(people[0]!.subject.key);
  const person = people.find(({ subject }) => subject.key === chosen) ?? people[0]!;
  const { facts } = person.subject;
  const account = facts.handle ?? facts.memberId;
  return (
    <section class="stack">
      {people.length > 1 && (
        <label class="stack tight">
          <span class="term">{t('popup_person')}</span>
          <select value={person.subject.key} onChange={(event) => setChosen(event.currentTarget.value)}>
            {people.map(({ subject, verdict }) => (
              <option key={subject.key} value={subject.key}>
                {[isolate(subject.facts.name ?? t('popup_unnamed')), wordingOf(verdict, language).title].join(' · ')}
              </option>
            ))}
          </select>
        </label>
      )}
      <Verdict wording={wordingOf(person.verdict, language)} name={facts.name} />
      {person.photoUnseen && <p class="small">{t('photo_unseen')}</p>}
      {person.hidden && account !== undefined && (
        <p>
          {t('popup_hidden')}{' '}
          <button
            type="button"
            class="quiet"
            onClick={() => ask('restore', { site: facts.site, account }).then(() => onShownAgain())}
          >
            {t('popup_show_again')}
          </button>
        </p>
      )}
      <p>
        <button type="button" class="primary" onClick={() => onReport(person)}>
          {t('popup_report')}
        </button>
      </p>
    </section>
  );
}
