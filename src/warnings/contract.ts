/**
 * How the reader of a page hands verdicts to the warning script. Both run in the isolated world of one frame, but as two
 * bundles: the first on every page that is read, the second only where something is to be shown. They meet on
 * `globalThis` under a registered symbol, which the page's own world cannot see.
 */
import type { Facts, Message, Surface } from '../profile/facts.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** One warning and its place. */
export interface Placement {
  /** Key of the subject; the same key in the next call is the same warning, updated. */
  key: string;
  /** The element that the person stands in. */
  anchor: Element;
  /** Where the warning goes relative to `anchor`, as in `Element.insertAdjacentElement`. */
  position: InsertPosition;
  surface: Surface;
  verdict: Verdict;
  facts: Facts;
  messages?: Message[];
  /** Address of the page when it was read. */
  pageUrl: string;
  mayHide: boolean;
}

/** What the warning script offers. */
export interface Warnings {
  /**
   * Makes the page show exactly these warnings: new ones are put up, known keys updated or moved to their new anchor,
   * all others taken down.
   */
  show(placements: readonly Placement[]): void;
  /** Takes every warning down for good; the warning script is not used again. */
  clear(): void;
}

/** What the reader offers on `globalThis[VISIT]`. */
export interface Visit {
  /**
   * Called once by the warning script when it has started; `show` follows at once. `false`: another copy of the script
   * is already connected, and this one must stop.
   */
  connect(warnings: Warnings): boolean;
  /** Ends the visit and takes its warnings down: another reader takes its place. */
  stop(): void;
}

export const VISIT: unique symbol = Symbol.for('gamekeeper.visit') as never;

/** The visit of this frame, if its reader is running. */
export function currentVisit(): Visit | undefined {
  const visit: unknown = (globalThis as { [VISIT]?: unknown })[VISIT];
  return isVisit(visit) ? visit : undefined;
}

function isVisit(value: unknown): value is Visit {
  return typeof value === 'object' && value !== null && 'connect' in value && typeof value.connect === 'function';
}
