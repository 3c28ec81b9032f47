import type { Report } from '../../reports/report.ts';
import type { Action, State } from '../states.ts';

export const stateWords: Record<State, string> = {
  open: 'Open',
  dismissed: 'Dismissed',
  watching: 'Watching',
  'already-listed': 'Already listed',
  proposed: 'Proposed for the list',
  listed: 'To be listed',
};

export const actionWords: Record<Action, string> = {
  dismiss: 'Dismiss',
  watch: 'Watch',
  'already-listed': 'Already listed',
  propose: 'Propose for the list',
  confirm: 'Confirm the listing',
  reopen: 'Reopen',
};

/** The key that chooses each. */
export const actionKeys: Record<Action, string> = {
  dismiss: 'd',
  watch: 'w',
  'already-listed': 'a',
  propose: 'p',
  confirm: 'c',
  reopen: 'o',
};

/** How the desk calls the person a report is about. */
export function whoOf({ kind, subject: { facts } }: Report): string {
  if (kind === 'layout') return `Layout of ${facts.site}`;
  return facts.name ?? facts.handle ?? facts.memberId ?? 'Unnamed profile';
}

const instants = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** An instant, ISO or in milliseconds, as day and time in the analyst's own time zone. */
export const instant = (at: string | number) => instants.format(new Date(at));
