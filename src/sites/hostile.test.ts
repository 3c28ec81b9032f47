import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { exampleRules } from '../../tests/fixtures/site-rules.ts';
import { readingSchema } from '../profile/facts.schema.ts';
import { TEXT_LIMITS } from '../profile/limits.ts';
import { PageReader, readPage } from './read.ts';

const PAGES = join(import.meta.dirname, '../../tests/fixtures/pages');
const page = (file: string) => readFileSync(join(PAGES, file), 'utf8');
const CLEAN = 'https://www.linkedin.com/in/oona-brackwater/';
const GUEST = 'https://ie.linkedin.com/in/tomas-rillington';

function open(html: string, url: string) {
  const { window } = new JSDOM(html, { url, runScripts: 'outside-only' });
  return {
    window,
    document: window.document,
    read: () => readPage(window.document, url, exampleRules('linkedin'), window),
  };
}

function facts(html: string, url: string) {
  const { reading } = open(html, url).read();
  expect(readingSchema.parse(reading)).toEqual(reading);
  return reading.subjects[0]?.facts;
}

// The DOM of tests is slow and the pages are large.
const SLOW = { timeout: 60_000 };

describe('a hostile page', SLOW, () => {
  it('cuts names of a megabyte to what the border lets through', () => {
    const name = facts(page('sdui-clean.html').replaceAll('Oona Brackwater', 'A'.repeat(1_000_000)), CLEAN)?.name;
    expect(name).toHaveLength(TEXT_LIMITS.name);
  });

  it('does not cut a character in two', () => {
    const name = facts(page('sdui-clean.html').replaceAll('Oona Brackwater', `A${'🌊'.repeat(400)}`), CLEAN)?.name;
    expect(name?.isWellFormed()).toBe(true);
  });

  it('gets markup in a name read as the text that it is', () => {
    const html = page('sdui-clean.html').replaceAll('Oona Brackwater', '&lt;img src=x onerror=alert(1)&gt; Brackwater');
    expect(facts(html, CLEAN)?.name).toBe('<img src=x onerror=alert(1)> Brackwater');
  });

  it('does not change who it is by naming somebody else in its own description', () => {
    const listed = 'https://www.linkedin.com/in/tamsin-verrall-advisory';
    const fake = { '@type': 'Person', name: 'Tamsin Verrall', url: listed, sameAs: [listed] };
    const html = page('public-clean.html').replace(
      '</head>',
      `<script type="application/ld+json">${JSON.stringify([fake, { '@type': 'ProfilePage', mainEntity: fake }])}</script></head>`,
    );
    expect(facts(html, GUEST)).toMatchObject({ name: 'Tomas Rillington', handle: 'tomas-rillington' });
  });

  it('is nobody while its own links contradict the address', () => {
    const html = page('public-clean.html').replaceAll(
      `href="${GUEST}"`,
      'href="https://ie.linkedin.com/in/somebody-else"',
    );
    const other = html.replaceAll(`content="${GUEST}"`, 'content="https://ie.linkedin.com/in/somebody-else"');
    expect(facts(other, GUEST)).toBeUndefined();
  });

  it('cannot lend a member id that contradicts the number beside it', () => {
    const listed = 'ACoAAPdu258BD1TDRcquQ0e4CW7esl_FQnDJWKC';
    const html = page('ember-clean.html').replaceAll(/ACoA[\w-]{35}/g, listed);
    const read = facts(html, 'https://www.linkedin.com/in/hedda-omarlowe-27/');
    expect(read).toMatchObject({ handle: 'hedda-omarlowe-27' });
    expect(read).not.toHaveProperty('memberId');
    expect(read).not.toHaveProperty('memberNumericId');
  });

  it('cannot put a listed handle into a link of its own text', () => {
    const link = '<a href="https://www.linkedin.com/in/tamsin-verrall-advisory/">me</a>';
    const html = page('sdui-clean.html').replace('I make trains', `${link} I make trains`);
    expect(facts(html, CLEAN)?.handle).toBe('oona-brackwater');
  });

  it('is read although forms and images hide the methods of the document', () => {
    const names =
      'querySelector querySelectorAll getElementsByTagName body documentElement defaultView nodeType firstChild childNodes';
    const clobbers = names
      .split(' ')
      .map((name) => `<form name="${name}"><input name="${name}"></form><img name="${name}">`);
    const html = page('sdui-clean.html').replace('<div id="root">', `${clobbers.join('')}<div id="root">`);
    expect(facts(html, CLEAN)?.name).toBe('Oona Brackwater');
  });

  it('is read although its card is a form that hides its own children', () => {
    const inputs =
      '<input name="firstChild"><input name="getAttribute"><input name="querySelectorAll"><input name="matches">';
    const html = page('sdui-clean.html').replace('<h2 class', `${inputs}<h2 class`);
    const { window, document, read } = open(html, CLEAN);
    const form = document.createElement('form');
    const card = document.querySelector('[componentkey$="Topcard"] section, section[componentkey$="Topcard"]')!;
    form.append(...card.childNodes);
    card.append(form);
    expect(read().reading.subjects[0]?.facts.name).toBe('Oona Brackwater');
    window.close();
  });

  it('of very many nodes is read within its budget', () => {
    const crowd = '<p><span>x</span></p>'.repeat(10_000);
    const html = page('sdui-clean.html').replace('I make trains', `${crowd} I make trains`);
    expect(facts(html, CLEAN)?.about?.length).toBeLessThanOrEqual(TEXT_LIMITS.about);
  });

  it('nested deeply is read', () => {
    const depth = 400;
    const { document, read } = open(page('sdui-clean.html'), CLEAN);
    let inner = document.querySelector('[data-testid="expandable-text-box"]')!;
    for (let level = 0; level < depth; level++) inner = inner.appendChild(document.createElement('b'));
    inner.append('deep');
    expect(read().reading.health.state).toBe('read');
  });

  it('gives at most two hundred subjects, the latest ones', () => {
    const { document, read } = open(page('feed-ember.html'), 'https://www.linkedin.com/feed/');
    const main = document.querySelector('main')!;
    const template = document.querySelector('.occludable-update')!;
    for (let index = 0; index < 300; index++) {
      const copy = template.cloneNode(true) as Element;
      copy.querySelector('.comments-comment-entity')?.remove();
      for (const link of copy.querySelectorAll('a')) link.setAttribute('href', `/in/person-${index}/`);
      main.append(copy);
    }
    const { subjects } = read().reading;
    expect(subjects).toHaveLength(200);
    expect(subjects.at(-1)?.facts.handle).toBe('person-299');
  });
});

describe('a chat in a shadow root', SLOW, () => {
  const FEED = 'https://www.linkedin.com/feed/';

  function withShadow(mode: ShadowRootMode) {
    const { window, document } = open(page('feed-ember.html'), FEED);
    const host = document.createElement('div');
    host.id = 'interop-outlet';
    host.attachShadow({ mode }).append(document.querySelector('.msg-overlay-container')!);
    document.body.append(host);
    return new PageReader(document, window).read(FEED, exampleRules('linkedin'));
  }

  it('is read where the site opens it', () => {
    const { reading, shadowRoots } = withShadow('open');
    expect(reading.subjects.at(-1)).toMatchObject({ surface: 'conversation', facts: { name: 'Tamsin Verrall' } });
    expect(shadowRoots).toHaveLength(1);
  });

  it('is left alone where it is closed', () => {
    expect(withShadow('closed').reading.subjects.map(({ surface }) => surface)).not.toContain('conversation');
  });
});
