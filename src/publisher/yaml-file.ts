import { readFile } from 'node:fs/promises';
import type { YAMLException } from 'js-yaml';
import type { z } from 'zod';
import { ASKED, describeIssue } from './issue.ts';
import { type Place, parseYaml, placeOf, placesIn } from './yaml.ts';

/** One finding in the rules, as the security team reads it: `file:line field: what is wrong, what was expected`. */
export interface Problem {
  severity: 'error' | 'warning';
  file: string;
  /** Counted from 1; looked for when it is read. */
  readonly line: number;
  /** Path inside the file, such as `2.accounts.0.handle`; empty for the whole file. */
  field: string;
  message: string;
}

export function formatProblem({ severity, file, line, field, message }: Problem): string {
  return `${file}:${line} ${field || '(file)'}: ${severity === 'warning' ? 'warning: ' : ''}${message}`;
}

/** A parsed file that still knows on which line each of its values stands. */
export interface YamlFile<T> {
  file: string;
  /** Undefined when the file has errors. */
  value: T | undefined;
  problems: Problem[];
  problemAt(path: readonly PropertyKey[], message: string, severity?: Problem['severity']): Problem;
}

/** In the order of the files and their lines. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

/**
 * Reads `file` and parses it with `schema`. All mistakes are collected, none is thrown. An `optional` file that is not
 * there counts as empty.
 */
export async function readYaml<S extends z.ZodType>(
  file: string,
  schema: S,
  { optional = false } = {},
): Promise<YamlFile<z.output<S>>> {
  let missing: string | undefined;
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (!optional || error.code !== 'ENOENT') missing = error.code ?? error.message;
    return '';
  });
  let places: Place | undefined;
  const problemAt: YamlFile<unknown>['problemAt'] = (path, message, severity = 'error') => ({
    severity,
    file,
    get line() {
      places ??= placesIn(text);
      return placeOf(places, path).line;
    },
    field: path.join('.'),
    message,
  });
  const failed = (problems: Problem[]) => ({ file, value: undefined, problems, problemAt });
  if (missing) return failed([problemAt([], `cannot be read (${missing}), expected a YAML file`)]);
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (error) {
    const { reason, mark, message } = error as YAMLException;
    const what = `is not YAML: ${reason ?? message}, expected YAML 1.2`;
    return failed([{ severity: 'error', file, line: (mark?.line ?? 0) + 1, field: '', message: what }]);
  }
  const parsed = schema.safeParse(value, ASKED);
  if (parsed.success) return { file, value: parsed.data, problems: [], problemAt };
  return failed(
    parsed.error.issues.flatMap((issue) => describeIssue(issue).map(({ path, message }) => problemAt(path, message))),
  );
}
