/** First step of `npm start`, `npm test` and their like. */
import { root, run } from './node.mjs';

const [command, ...rest] = process.argv.slice(2);
run(`scripts/${command}.ts`, rest, root);
