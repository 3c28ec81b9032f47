#!/usr/bin/env node
/** `npx gamekeeper`, on any Node from 20 on. */
import { run } from './node.mjs';

run('src/publisher/cli.ts', process.argv.slice(2));
