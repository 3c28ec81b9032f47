/**
 * An ordered list of opaque byte strings. The watch list is compiled into pieces, the feed signs and syncs them by
 * content: neither room knows how the other does it.
 */
export interface Pieces {
  readonly count: number;
  /** The pieces at `indices`, in that order. */
  read(indices: readonly number[]): Promise<Uint8Array<ArrayBuffer>[]>;
}

/** What was derived from a list and is stored beside it, in parts that are read as they are needed. */
export interface Parts {
  /**
   * The parts at `indices`, in that order; one of which nothing is stored is empty.
   * @param anew what is stored is damaged: all is made again first
   */
  read(indices: readonly number[], anew?: boolean): Promise<Uint8Array<ArrayBuffer>[]>;
}

/** What was derived from the pieces of the version before, and where those differ from the pieces of this one. */
export interface Earlier {
  derived: readonly Uint8Array<ArrayBuffer>[];
  changed: readonly number[];
}

/** Pieces held in memory, as the publisher and the tests have them. */
export function piecesInMemory(pieces: readonly Uint8Array<ArrayBuffer>[]): Pieces {
  return {
    count: pieces.length,
    read: async (indices) => indices.map((index) => pieces[index]!),
  };
}
