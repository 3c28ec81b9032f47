import { describe, expect, test } from 'vitest';
import { joinLink, parseJoinLink, parseRootName, rootNameOf } from './join-link.ts';

const root = await rootNameOf(3, new TextEncoder().encode('{}'));
const link = `https://lists.example/harbour/join.html#${root}`;

test('a root is named by its version and the SHA-256 of its file', () => {
  expect(root).toBe('3-44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  expect(parseRootName(root)).toEqual({ version: 3, hash: root.slice(2) });
});

test('a link is the address of the feed’s join page and the name of a root, and leads back to both', () => {
  for (const feed of ['https://lists.example/harbour/', 'https://lists.example/harbour']) {
    expect(joinLink({ feed, root })).toBe(link);
  }
  expect(parseJoinLink(link)).toEqual({ feed: 'https://lists.example/harbour/', root });
});

test.each([` ${link}\n`, `<${link}>`, `"${link}"`, link.replace('#', '?utm_source=mail#')])(
  'what a mail program puts around it is put aside: %s',
  (text) => expect(parseJoinLink(text).feed).toBe('https://lists.example/harbour/'),
);

describe('a malformed link is refused with what to do', () => {
  test.each([
    ['empty', ''],
    ['no address', 'join us'],
    ['cut off', link.slice(0, -1)],
    ['without a root', link.replace(/#.*/, '')],
    ['another page', link.replace('join.html', 'login.html')],
    ['not encrypted', link.replace('https:', 'http:')],
    ['no web address', link.replace('https:', 'javascript:')],
    ['wrapped by a mail filter', `https://filter.example/?url=${encodeURIComponent(link)}`],
  ])('%s', (_, text) => {
    expect(() => parseJoinLink(text)).toThrow(expect.objectContaining({ code: 'ERR_JOIN_LINK' }));
  });
});
