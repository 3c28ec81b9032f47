import type { Report } from '../../reports/report.ts';

export const kindWords: Record<Report['kind'], string> = {
  approach: 'Suspicious approach',
  check: 'Please check this person',
  'wrong-warning': 'The warning is wrong',
};

/** How the desk calls the person a report is about. */
export function whoOf({ subject: { facts } }: Report): string {
  return facts.name ?? facts.handle ?? facts.memberId ?? 'Unnamed profile';
}

const instants = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** An ISO instant as day and time in the analyst's own time zone. */
export const instant = (iso: string) => instants.format(new Date(iso));
