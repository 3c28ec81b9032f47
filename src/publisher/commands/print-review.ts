import type { Review } from '../review.ts';

/** What a proposal changes, what browsers will see of it, and which signatures it has and needs. */
export function formatReview(review: Review): string[] {
  return [
    ...review.changes,
    'Browsers keep what they have until this is published, and see it at their next check, within 15 minutes.',
    '',
    ...formatSignatures(review),
  ];
}

export function formatSignatures({ needs }: Review): string[] {
  return needs.map(({ role, asked, threshold, keys, signed }) => {
    const open = keys.filter((id) => !signed.includes(id)).map((id) => id.slice(0, 8));
    const state =
      signed.length >= threshold ? 'complete' : `needs ${threshold - signed.length} more of: ${open.join(', ')}`;
    return `${role} (by ${asked}): ${signed.length} of ${threshold} signatures, ${state}`;
  });
}

export const isComplete = ({ needs }: Review) => needs.every(({ signed, threshold }) => signed.length >= threshold);
