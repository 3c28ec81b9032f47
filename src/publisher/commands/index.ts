import type { Command } from 'commander';

/** Adds one command to the program. Each command stands in a file of its own, named after it. */
export type Register = (program: Command) => void;

export const commands: readonly Register[] = [];
