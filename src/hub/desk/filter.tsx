import { useLanguage } from '../../pages/parts/language.ts';
import { KINDS } from '../../reports/preview.ts';
import { REPORT_KINDS } from '../../reports/report.ts';
import { STATES } from '../states.ts';
import type { Wanted } from './desk.tsx';
import { stateWords } from './words.ts';

interface Props {
  wanted: Wanted;
  onWanted: (wanted: Wanted) => void;
  /** Words and kinds are found by tags that need the identity. */
  canSearch: boolean;
}

/** Which profiles are shown; found in the hub's database by their tags. */
export function Filter({ wanted, onWanted, canSearch }: Props) {
  const { t } = useLanguage();
  return (
    <search class="stack">
      <Choice
        label="Show"
        value={wanted.state}
        choices={STATES.map((state) => [state, stateWords[state]] as const)}
        onChoice={(state) => onWanted({ ...wanted, state })}
      />
      <Choice
        label="Reported as"
        disabled={!canSearch}
        value={wanted.kind}
        choices={REPORT_KINDS.map((kind) => [kind, t(KINDS[kind])] as const)}
        onChoice={(kind) => onWanted({ ...wanted, kind })}
      />
      <label>
        Search whole words
        <input
          type="search"
          id="search"
          disabled={!canSearch}
          value={wanted.text}
          onInput={({ currentTarget }) => onWanted({ ...wanted, text: currentTarget.value })}
        />
      </label>
    </search>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  disabled?: boolean;
  value: T | undefined;
  choices: readonly (readonly [T, string])[];
  onChoice: (value: T | undefined) => void;
}

function Choice<T extends string>({ label, disabled = false, value, choices, onChoice }: ChoiceProps<T>) {
  return (
    <label>
      {label}
      <select
        disabled={disabled}
        value={value ?? ''}
        onChange={({ currentTarget }) => onChoice((currentTarget.value as T) || undefined)}
      >
        <option value="">All</option>
        {choices.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
