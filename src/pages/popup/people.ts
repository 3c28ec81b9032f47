import type { PageState } from '../../platform/messages.ts';
import type { Subject } from '../../profile/facts.ts';
import { LEVELS, type Verdict } from '../../verdict/verdict.ts';

/** One person on the page with what is known of them. */
export interface Person {
  subject: Subject;
  verdict: Verdict;
  /** The user hid the warning in the page. */
  hidden: boolean;
}

/** Everyone read on the page, most serious first; among equals, whose profile it is, then in the order of the page. */
export function peopleOf(page: PageState | undefined): Person[] {
  const { reading, assessment } = page ?? {};
  const people = (reading?.subjects ?? []).flatMap((subject) => {
    const verdict = assessment?.verdicts[subject.key];
    return verdict ? [{ subject, verdict, hidden: assessment!.dismissed.includes(subject.key) }] : [];
  });
  return people.sort((a, b) => rank(a) - rank(b));
}

function rank({ subject, verdict }: Person): number {
  return LEVELS.indexOf(verdict.level) * 2 + (subject.surface === 'profile' ? 0 : 1);
}
