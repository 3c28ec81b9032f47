import type { Command } from 'commander';
import { analyst } from './analyst.ts';
import { check } from './check.ts';
import { evaluate } from './evaluate.ts';
import { hub } from './hub.ts';
import { init } from './init.ts';
import { publish } from './publish.ts';
import { read } from './read.ts';
import { renew } from './renew.ts';
import { status } from './status.ts';

/** Adds one command to the program. Each command stands in a file of its own, named after it. */
export type Register = (program: Command) => void;

export const commands: readonly Register[] = [check, evaluate, init, publish, renew, status, hub, analyst, read];
