import { runNamed } from './run-named.ts';

await runNamed('faults', process.argv.slice(2));
