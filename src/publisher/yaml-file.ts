import { readFile } from 'node:fs/promises';
import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { describeIssue } from './issue.ts';

/** One finding in the rules, as the security team reads it: `file:line field: what is wrong, what was expected`. */
export interface Problem {
  severity: 'error' | 'warning';
  file: string;
  /** Counted from 1. */
  line: number;
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

/**
 * Reads the file at `path` and parses it with `schema`. All mistakes are collected, none is thrown; `file` is the name
 * used in them. An `optional` file that is not there counts as empty.
 */
export async function readYaml<S extends z.ZodType>(
  path: string,
  file: string,
  schema: S,
  { optional = false } = {},
): Promise<YamlFile<z.output<S>>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) =>
    optional && error.code === 'ENOENT' ? '' : error,
  );
  const lines = new LineCounter();
  const document = parseDocument(typeof text === 'string' ? text : '', { lineCounter: lines, prettyErrors: false });

  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  const problemAt: YamlFile<unknown>['problemAt'] = (path, message, severity = 'error') => ({
    severity,
    file,
    line: lineAt(offsetOf(document.contents, path)),
    field: path.join('.'),
    message,
  });

  if (typeof text !== 'string') {
    const message = `cannot be read (${text.code ?? text.message}), expected a YAML file`;
    return { file, value: undefined, problems: [problemAt([], message)], problemAt };
  }
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      ...problemAt([], `is not YAML: ${error.message}, expected YAML 1.2`),
      line: lineAt(error.pos[0]),
    }));
    return { file, value: undefined, problems, problemAt };
  }

  const raw: unknown = document.toJS({ maxAliasCount: 10_000 }) ?? undefined;
  const parsed = schema.safeParse(raw, { reportInput: true });
  if (parsed.success) return { file, value: parsed.data, problems: [], problemAt };
  const problems = parsed.error.issues.flatMap((issue) =>
    describeIssue(issue).map(({ path, message }) => problemAt(path, message)),
  );
  return { file, value: undefined, problems, problemAt };
}

/** Where the value at `path` begins, or the innermost value around it that exists. */
function offsetOf(contents: unknown, path: readonly PropertyKey[]): number {
  let node: Node | null = isNode(contents) ? contents : null;
  let offset = node?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => (isScalar(key) ? key.value : key) === step);
      if (!pair) break;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = isNode(pair.value) ? pair.value : null;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)];
      node = isNode(item) ? item : null;
      offset = node?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}
