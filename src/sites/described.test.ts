import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { exampleRules } from '../../tests/fixtures/site-rules.ts';
import { readPage } from './read.ts';

const ADDRESS = 'https://people.example.org/team/ada-brook';

function read(head: string, url = ADDRESS, site: 'generic' | 'xing' = 'generic', main = '<h1>Hello</h1>') {
  const { window } = new JSDOM(`<!doctype html><head>${head}</head><main>${main}</main>`, { url });
  return readPage(window.document, url, exampleRules(site), window).reading;
}

function jsonLd(value: unknown): string {
  return `<script type="application/ld+json">${typeof value === 'string' ? value : JSON.stringify(value)}</script>`;
}

const ADA = {
  '@type': 'Person',
  name: 'Ada Brook',
  jobTitle: ['Baker', 'Teacher'],
  worksFor: [{ '@type': 'Organization', name: 'Crumb & Sons' }],
  address: { addressLocality: 'Leeds' },
  image: { '@type': 'ImageObject', contentUrl: 'https://people.example.org/ada.jpg' },
};

describe('a page that describes a person', { timeout: 60_000 }, () => {
  it('is read from the main entity of a ProfilePage', () => {
    const { subjects, site, health } = read(
      jsonLd({ '@context': 'https://schema.org', '@type': 'ProfilePage', mainEntity: ADA }),
    );
    expect(health.state).toBe('read');
    expect(site).toBe('people.example.org');
    expect(subjects[0]?.facts).toEqual({
      site: 'people.example.org',
      name: 'Ada Brook',
      handle: 'team/ada-brook',
      headline: 'Baker',
      company: 'Crumb & Sons',
      location: 'Leeds',
      photoUrl: 'https://people.example.org/ada.jpg',
    });
  });

  it('is read from a Person whose address is this page', () => {
    expect(read(jsonLd({ '@graph': [{ ...ADA, url: ADDRESS }] })).subjects[0]?.facts.name).toBe('Ada Brook');
  });

  it('is read from a ProfilePage that names the Person by its id', () => {
    const page = { '@type': 'ProfilePage', mainEntity: { '@id': '#person' } };
    const author = { '@type': 'Person', '@id': '#author', name: 'Ben Cole' };
    const graph = { '@graph': [page, author, { ...ADA, '@id': '#person' }] };
    expect(read(jsonLd(graph)).subjects[0]?.facts.name).toBe('Ada Brook');
  });

  it('is read from microdata', () => {
    const main =
      '<div itemprop="mainEntity" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Ada Brook</b><i itemprop="jobTitle">Baker</i></div>';
    expect(read('', ADDRESS, 'generic', main).subjects[0]?.facts).toMatchObject({
      name: 'Ada Brook',
      headline: 'Baker',
    });
  });

  it('is read from Open Graph', () => {
    const tags = '<meta property="og:type" content="profile"><meta property="og:title" content="Ada Brook | People">';
    expect(read(tags).subjects[0]?.facts).toMatchObject({ name: 'Ada Brook', handle: 'team/ada-brook' });
  });

  it('serves XING too', () => {
    const url = 'https://www.xing.com/profile/Ada_Brook';
    const { subjects } = read(jsonLd({ ...ADA, url }), url, 'xing');
    expect(subjects[0]?.facts).toMatchObject({ site: 'xing', name: 'Ada Brook', handle: 'Ada_Brook' });
  });
});

describe('a page that merely mentions a person', { timeout: 60_000 }, () => {
  it.each([
    ['an author', { '@type': 'Article', author: ADA }],
    ['a Person of another address', { ...ADA, url: 'https://people.example.org/team/ben-cole' }],
    ['a Person of another host', { ...ADA, url: 'https://evil.example/team/ada-brook' }],
    ['a Person without an address', ADA],
    ['an organisation as main entity', { '@type': 'ProfilePage', mainEntity: { ...ADA, '@type': 'Organization' } }],
    ['broken JSON', '{"@type":"ProfilePage","mainEntity":{"@type":"Person","name":"Ada'],
    ['a list nested without end', '['.repeat(50_000)],
    ['a prototype', '{"@type":"ProfilePage","mainEntity":{"@type":"Person","__proto__":{"name":"Ada"}}}'],
  ])('is nobody, and no fault: %s', (_, value) => {
    const { subjects, health } = read(jsonLd(value));
    expect(subjects).toEqual([]);
    expect(health.state).toBe('not-applicable');
  });
});
