import type { PageState } from '../../platform/messages.ts';
import type { Subject } from '../../profile/facts.ts';
import { LEVELS, type Verdict } from '../../verdict/verdict.ts';

/** One person on the page with what is known of them. */
export interface Person {
  subject: Subject;
  verdict: Verdict;
  /** The user hid the warning in the page. */
  hidden: boolean;
  /** There are listed photos, and this person's was not in view to be compared. */
  photoUnseen: boolean;
}

/** Everyone read on the page, most serious first; among equals, whose profile it is, then in the order of the page. */
export function peopleOf(page: PageState | undefined): Person[] {
  const { reading, assessment, unseenPhotos = [] } = page ?? {};
  const people = (reading?.subjects ?? []).flatMap((subject) => {
    const { key } = subject;
    const verdict = assessment?.verdicts[key];
    if (!verdict) return [];
    const [hidden, photoUnseen] = [assessment!.dismissed, unseenPhotos].map((keys) => keys.includes(key));
    return [{ subject, verdict, hidden: hidden!, photoUnseen: photoUnseen! }];
  });
  return people.sort((a, b) => rank(a) - rank(b));
}

function rank({ subject, verdict }: Person): number {
  return LEVELS.indexOf(verdict.level) * 2 + (subject.surface === 'profile' ? 0 : 1);
}
