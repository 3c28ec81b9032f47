import type { Review } from '../review.ts';

/** What a proposal changes, and which signatures it has and needs. */
export function formatReview({ changes, needs }: Review): string {
  const signatures = needs.map(({ role, asked, threshold, keys, signed }) => {
    const open = keys.filter((id) => !signed.includes(id)).map((id) => id.slice(0, 8));
    const state =
      signed.length >= threshold ? 'complete' : `needs ${threshold - signed.length} more of: ${open.join(', ')}`;
    return `${role} (by ${asked}): ${signed.length} of ${threshold} signatures, ${state}`;
  });
  return [...changes, '', ...signatures].join('\n');
}

export const isComplete = ({ needs }: Review) => needs.every(({ signed, threshold }) => signed.length >= threshold);
