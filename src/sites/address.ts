import type { PageRule, SiteRules } from './rules.ts';

export interface Address {
  /** Parts of the path that the rule named, percent-decoded, NFC. */
  parts: Record<string, string>;
  url: URL;
}

/** The rules whose hosts include the address; exact hosts win over `*`. */
export function rulesFor<R extends Pick<SiteRules, 'hosts'>>(all: readonly R[], url: string): R | undefined {
  const host = URL.parse(url)?.hostname;
  if (host === undefined) return undefined;
  return all.find((rules) => rules.hosts.some((name) => covers(name, host))) ?? all.find((r) => r.hosts.includes('*'));
}

/** Whether `host` is the one of that name or one of its subdomains. */
export function covers(name: string, host: string): boolean {
  return host === name || host.endsWith(`.${name}`);
}

/** Which kind of page the address names, with the parts that the matching path remembers. */
export function pageAt(rules: SiteRules, url: URL): { page: PageRule; address: Address } | undefined {
  const segments = url.pathname.split('/').filter(Boolean).map(decodeSegment);
  for (const page of rules.pages) {
    if (page.except?.some((pattern) => matchPath(pattern, segments))) continue;
    for (const pattern of page.paths) {
      const parts = matchPath(pattern, segments);
      if (parts) return { page, address: { parts, url } };
    }
  }
  return undefined;
}

/** The parts that `pattern` names in the path, or undefined when the path is another one. */
export function matchPath(pattern: string, segments: readonly string[]): Record<string, string> | undefined {
  const { wanted, rest } = parsed(pattern);
  if (rest === undefined ? segments.length !== wanted.length : segments.length < wanted.length) return undefined;
  const parts: Record<string, string> = {};
  for (const [index, want] of wanted.entries()) {
    const segment = segments[index]!;
    if (want.startsWith(':')) parts[want.slice(1)] = segment;
    else if (want !== '*' && want !== segment.toLowerCase()) return undefined;
  }
  if (rest) parts[rest] = segments.slice(wanted.length).join('/');
  return parts;
}

interface Pattern {
  wanted: string[];
  /** Name of the rest of the path; empty: any rest, without a name. */
  rest: string | undefined;
}

const patterns = new Map<string, Pattern>();

function parsed(pattern: string): Pattern {
  let known = patterns.get(pattern);
  if (!known) {
    const wanted = pattern.split('/').filter(Boolean);
    known = { wanted, rest: wanted.at(-1)?.startsWith('**') ? wanted.pop()!.slice(2) : undefined };
    patterns.set(pattern, known);
  }
  return known;
}

function decodeSegment(segment: string): string {
  try {
    return segment.includes('%') ? decodeURIComponent(segment).normalize('NFC') : segment.normalize('NFC');
  } catch {
    return segment;
  }
}

/** The public address of a profile, as the shortest path of the site's profile pages has it; undefined for sites unnamed. */
export function profileAddress({ hosts, pages }: SiteRules, handle: string): string | undefined {
  const [host] = hosts;
  const paths = pages.filter(({ kind }) => kind === 'profile').flatMap((page) => page.paths);
  const [path] = paths.filter((each) => each.includes('/:handle')).sort((a, b) => a.length - b.length);
  if (!path || !host || host === '*') return undefined;
  return `https://www.${host}${path.replace('/**', '/').replace(':handle', encodeURIComponent(handle))}`;
}
