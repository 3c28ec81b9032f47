/** What an analyst may do with a reported profile. A listing is proposed by one and confirmed by another. */
export const ACTIONS = ['dismiss', 'watch', 'already-listed', 'propose', 'confirm', 'reopen'] as const;
export type Action = (typeof ACTIONS)[number];

/** Where a reported profile stands after its last action. */
export const STATES = ['open', 'dismissed', 'watching', 'already-listed', 'proposed', 'listed'] as const;
export type State = (typeof STATES)[number];
