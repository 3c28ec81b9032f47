import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { exampleRules } from '../../tests/fixtures/site-rules.ts';
import { readingSchema } from '../profile/facts.schema.ts';
import { PageReader, readPage } from './read.ts';
import { siteRulesSchema } from './rules.schema.ts';

interface Fixture {
  url: string;
  file: string;
  what: string;
  expect: { kind: string; generation?: string; state: string; subjects: { surface: string; facts: object }[] };
}

const PAGES = join(import.meta.dirname, '../../tests/fixtures/pages');
const { pages } = JSON.parse(readFileSync(join(PAGES, 'index.json'), 'utf8')) as { pages: Fixture[] };

function read(html: string, url: string) {
  const { window } = new JSDOM(html, { url });
  return readPage(window.document, url, exampleRules('linkedin'), window);
}

describe('example pages', { timeout: 60_000 }, () => {
  it.each(pages)('$file: $what', ({ url, file, expect: expected }) => {
    const { reading, anchors } = read(readFileSync(join(PAGES, file), 'utf8'), url);

    expect(readingSchema.parse(reading)).toEqual(reading);
    expect({ kind: reading.kind, generation: reading.generation, state: reading.health.state }).toEqual({
      kind: expected.kind,
      generation: expected.generation,
      state: expected.state,
    });
    expect(reading.subjects.map(({ key: _, ...subject }) => subject)).toEqual(expected.subjects);
    expect([...anchors.keys()]).toEqual(reading.subjects.map(({ key }) => key));
  });
});

it('reads by the second way what the first cannot', () => {
  const way = (id: string) => ({
    id,
    when: 'body',
    subjects: [
      {
        surface: 'card',
        root: '.card',
        require: ['name'],
        anchor: { position: 'beforebegin' },
        facts: { name: [{ text: `.${id}` }] },
      },
    ],
  });
  const rules = siteRulesSchema.parse({
    id: 'x',
    hosts: ['people.example'],
    unseen: '[hidden]',
    pages: [{ kind: 'people-search', paths: ['/'], generations: [way('old'), way('new')] }],
  });
  const url = 'https://people.example/';
  const { window } = new JSDOM('<div class="card"><b class="new">Ann Lee</b></div>', { url });
  const reader = new PageReader(window.document, window);
  const read = () => reader.read(url, rules).reading.subjects.map(({ key, facts }) => [key, facts.name]);
  const [card] = read();
  expect(card?.[1]).toBe('Ann Lee');
  expect(read()).toEqual([card]);
});
