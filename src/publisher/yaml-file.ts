import { readFile } from 'node:fs/promises';
import { CORE_SCHEMA, load } from 'js-yaml';
import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { describeIssue } from './issue.ts';

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
  const source = new Source(text);
  const problemAt: YamlFile<unknown>['problemAt'] = (path, message, severity = 'error') => ({
    severity,
    file,
    get line() {
      return source.lineOf(path);
    },
    field: path.join('.'),
    message,
  });
  const failed = (problems: Problem[]) => ({ file, value: undefined, problems, problemAt });
  if (missing) return failed([problemAt([], `cannot be read (${missing}), expected a YAML file`)]);

  const read = readQuickly(text);
  const quick = read && schema.safeParse(read.value);
  if (quick?.success) return { file, value: quick.data, problems: [], problemAt };
  const errors = source.errors.map(({ line, message }) => ({
    ...problemAt([], `is not YAML: ${message}, expected YAML 1.2`),
    line,
  }));
  if (errors.length > 0) return failed(errors);
  const parsed = schema.safeParse(source.value, { reportInput: true });
  if (parsed.success) return { file, value: parsed.data, problems: [], problemAt };
  return failed(
    parsed.error.issues.flatMap((issue) => describeIssue(issue).map(({ path, message }) => problemAt(path, message))),
  );
}

/** Seven times as fast as what knows lines, and all that is needed while nothing is wrong. */
function readQuickly(text: string): { value: unknown } | undefined {
  try {
    return { value: load(text, { schema: CORE_SCHEMA }) ?? undefined };
  } catch {
    return undefined;
  }
}

/** The text of a file with its lines, parsed when somebody asks. */
class Source {
  readonly #text: string;
  readonly #lines = new LineCounter();
  #document: ReturnType<typeof parseDocument> | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get #parsed() {
    this.#document ??= parseDocument(this.#text, { lineCounter: this.#lines, prettyErrors: false });
    return this.#document;
  }

  get errors(): { line: number; message: string }[] {
    const errors = this.#parsed.errors.map(({ pos, message }) => ({
      line: this.#lineAt(pos[0]),
      // What follows a semicolon is advice for programmers.
      message: message.replace(/;.*/s, ''),
    }));
    if (errors.length > 0) return errors;
    try {
      void this.value;
      return [];
    } catch (error) {
      // Aliases of aliases that would unfold without end.
      return [{ line: 1, message: (error as Error).message }];
    }
  }

  get value(): unknown {
    return this.#parsed.toJS({ maxAliasCount: 10_000 }) ?? undefined;
  }

  /** Counted from 1. */
  lineOf(path: readonly PropertyKey[]): number {
    return this.#lineAt(offsetOf(this.#parsed.contents, path));
  }

  #lineAt(offset: number): number {
    return Math.max(1, this.#lines.linePos(offset).line);
  }
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
