/**
 * What an analyst may do with a reported profile, and where it stands afterwards. A listing is proposed by one and confirmed
 * by another.
 */
export const AFTER = {
  dismiss: 'dismissed',
  watch: 'watching',
  'already-listed': 'already-listed',
  propose: 'proposed',
  confirm: 'listed',
  reopen: 'open',
} as const;
export type Action = keyof typeof AFTER;
export const ACTIONS = Object.keys(AFTER) as Action[];

export const STATES = ['open', 'dismissed', 'watching', 'already-listed', 'proposed', 'listed'] as const;
export type State = (typeof STATES)[number];
