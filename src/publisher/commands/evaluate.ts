import { evaluateApproaches } from './evaluate-approaches.ts';
import { evaluateNames } from './evaluate-names.ts';
import { evaluatePages } from './evaluate-pages.ts';
import type { Register } from './index.ts';

/** Measurements on files of examples; each prints a table and then, as the last line, one JSON object. */
const evaluations: readonly Register[] = [evaluatePages, evaluateNames, evaluateApproaches];

export const evaluate: Register = (program) => {
  const group = program
    .command('evaluate')
    .description('Measure reading, name matching and hallmarks on files of examples.');
  for (const register of evaluations) register(group);
};
