import type { Command } from 'commander';
import { analyst } from './analyst.ts';
import { assess } from './assess.ts';
import { backup, restore } from './backup.ts';
import { check } from './check.ts';
import { delegate } from './delegate.ts';
import { evaluate } from './evaluate.ts';
import { exportEntries, importEntries } from './exchange.ts';
import { hub } from './hub.ts';
import { init } from './init.ts';
import { key } from './key.ts';
import { photo } from './photo.ts';
import { propose } from './propose.ts';
import { publish } from './publish.ts';
import { pull } from './pull.ts';
import { read } from './read.ts';
import { renew } from './renew.ts';
import { revoke, rotate } from './rotate.ts';
import { sign } from './sign.ts';
import { status } from './status.ts';
import { withdraw } from './withdraw.ts';

/** Adds one command to the program. Each command stands in a file of its own, named after it. */
export type Register = (program: Command) => void;

export const commands: readonly Register[] = [
  check,
  init,
  publish,
  status,
  renew,
  withdraw,
  propose,
  sign,
  rotate,
  revoke,
  key,
  delegate,
  hub,
  analyst,
  pull,
  backup,
  restore,
  importEntries,
  exportEntries,
  read,
  assess,
  photo,
  evaluate,
];
