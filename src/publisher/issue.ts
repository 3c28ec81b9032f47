import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

interface Described {
  path: PropertyKey[];
  message: string;
}

const NOUNS: Record<string, string> = {
  string: 'text',
  array: 'a list',
  record: 'fields with values',
  object: 'fields with values',
};

const FORMATS: Record<string, string> = {
  date: 'a date such as 2026-03-01',
  url: 'a web address that begins with https://',
  email: 'an e-mail address',
};

/** How schemas are asked, so that an issue tells what was there (`input`) and what was expected (`message`). */
export const ASKED = { reportInput: true, error: expected } as const;

/** What one mistake found by a schema means for a person: "is …, expected …". One entry for each field it names. */
export function describeIssue(issue: Issue): Described[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: 'is not a known field, expected only those that the schema file names',
    }));
  }
  if (issue.code === 'custom') return [{ path: issue.path, message: issue.message }];
  if (issue.code === 'invalid_union') {
    const deeper = deeperMistake(issue);
    if (deeper) return deeper;
  }
  return [{ path: issue.path, message: `${found(issue.input)}, expected ${issue.message}` }];
}

/** In a union of objects, the mistakes inside the alternative that came nearest. */
function deeperMistake(issue: Extract<Issue, { code: 'invalid_union' }>): Described[] | undefined {
  const nearest = issue.errors
    .filter((alternative) => alternative.every(({ path }) => path.length > 0))
    .sort((a, b) => a.length - b.length)[0];
  return nearest?.flatMap((inner) =>
    describeIssue(inner).map(({ path, message }) => ({ path: [...issue.path, ...path], message })),
  );
}

function expected(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      // A date that is missing is no text for zod yet: its schema knows what it would have to be.
      return (
        FORMATS[(issue.inst?._zod.def as { format?: string } | undefined)?.format ?? ''] ?? article(issue.expected)
      );
    case 'invalid_value':
      return `${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return FORMATS[issue.format] ?? (issue.pattern ? `text of the form ${issue.pattern}` : article(issue.format));
    case 'too_small':
      return `${issue.exact ? 'exactly' : 'at least'} ${issue.minimum}${unit(issue.origin)}`;
    case 'too_big':
      return `${issue.exact ? 'exactly' : 'at most'} ${issue.maximum}${unit(issue.origin)}`;
    case 'invalid_union':
      return [...new Set(issue.errors.flat().map(({ message }) => message))].join(', or ') || undefined;
  }
  return undefined;
}

function found(input: unknown): string {
  if (input === undefined) return 'is missing';
  if (input === null) return 'is empty';
  if (Array.isArray(input)) return `is a list of ${input.length}`;
  if (typeof input === 'object') return 'is a group of fields';
  if (typeof input !== 'string') return `is the ${typeof input} ${String(input)} (quote it if it is meant as text)`;
  const shown = input.length > 60 ? `${input.slice(0, 57)}…` : input;
  return `is ${JSON.stringify(shown)}${input.length > 60 ? ` (${input.length} characters)` : ''}`;
}

const unit = (origin: string) => (origin === 'string' ? ' characters' : origin === 'array' ? ' items' : '');
const article = (noun: string) => NOUNS[noun] ?? `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
