/** Pages that work against the reader, in real browsers. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { examplePages } from './network.ts';
import { badgeOf, listInForce, waitFor, warningOn, warningsOn } from './user.ts';
import { openWorld, type World } from './world.ts';

const pages = await examplePages();
const listed = pages.find(({ level }) => level === 'listed')!;
const clean = pages.find(({ level, expect: { kind } }) => level === 'none' && kind === 'profile')!;
const LISTED_NAME = 'Tamsin Verrall';
const source = (page: typeof listed) => readFile(`tests/fixtures/pages/${page.file}`, 'utf8');

/** Names that a form or picture takes from the document when it bears them. */
const CLOBBERS = [
  ...['querySelector', 'querySelectorAll', 'getElementById', 'createElement', 'body', 'head', 'documentElement'],
  ...['defaultView', 'location', 'images', 'forms', 'nodeType', 'firstChild', 'childNodes', 'addEventListener'],
]
  .map((name) => `<form name="${name}"><input name="${name}"></form><img name="${name}">`)
  .join('');

const HOSTILE: [string, (html: string) => string][] = [
  ['a name of a megabyte', (html) => html.replaceAll(LISTED_NAME, `${LISTED_NAME} ${'A'.repeat(1_000_000)}`)],
  [
    'markup in the name',
    (html) => html.replaceAll(LISTED_NAME, '&lt;img src=x onerror="document.title=&#39;ran&#39;"&gt;Verrall'),
  ],
  ['forms and pictures named like its own methods', (html) => html.replace('<body>', `<body>${CLOBBERS}`)],
  [
    'a description of somebody else',
    (html) =>
      html.replace(
        '</head>',
        `<script type="application/ld+json">${JSON.stringify({
          '@type': 'ProfilePage',
          mainEntity: { '@type': 'Person', name: 'Oona Brackwater', url: clean.url },
        })}</script></head>`,
      ),
  ],
];

/** Too much to look at from outside: the toolbar tells. */
const HUGE: typeof HOSTILE = [
  ['a hundred thousand nodes', (html) => html.replace('</main>', `${'<p><i>x</i></p>'.repeat(50_000)}</main>`)],
  ['nesting without end', (html) => html.replace('</main>', `${'<div>'.repeat(3_000)}x</main>`)],
];

describe.each(['chromium', 'firefox'] as const)('in %s', (browser) => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld({ browser, ...inject('browsers')[browser] });
    await listInForce(world.session);
  });
  afterAll(() => world?.close());

  test.each(HOSTILE)(
    'given a listed profile with %s, then it is warned of, and nothing of it runs',
    async (_, spoil) => {
      world.network.serve(listed.url, spoil(await source(listed)));
      const page = await world.session.open(listed.url);
      const { level, view } = await warningOn(world.session, page);
      expect(level).toBe('listed');
      await view.press('Why');
      expect(await page.title()).not.toBe('ran');
      await page.close();
    },
  );

  test.each(HUGE)('given a listed profile with %s, then it is counted on the toolbar', async (_, spoil) => {
    world.network.serve(listed.url, spoil(await source(listed)));
    const page = await world.session.open(listed.url);
    await waitFor('the badge', async () => (await badgeOf(world.session, listed.url)) === '1');
    await page.close();
  });

  test('given a profile of somebody else that names a listed one wherever it can, then nobody is called listed', async () => {
    const person = { '@type': 'Person', name: LISTED_NAME, url: listed.url, sameAs: [listed.url] };
    const html = (await source(clean))
      .replace(
        '</head>',
        `<link rel="canonical" href="${listed.url}"><meta property="og:url" content="${listed.url}">
         <script type="application/ld+json">${JSON.stringify([person, { '@type': 'ProfilePage', mainEntity: person }])}</script></head>`,
      )
      .replace('</main>', `<p><a href="${listed.url}">${LISTED_NAME}</a></p></main>`);
    world.network.serve(clean.url, html);
    world.network.serve(listed.url, await source(listed));
    const page = await world.session.open(clean.url);
    const other = await world.session.open(listed.url);
    await warningOn(world.session, other);
    expect((await warningsOn(world.session, page)).filter(({ level }) => level === 'listed')).toEqual([]);
    await Promise.all([page.close(), other.close()]);
  });

  test('given shadow roots inside shadow roots and a storm of changes, then a listed profile is still found', async () => {
    world.network.serve(listed.url, await source(clean));
    const page = await world.session.open(listed.url);
    await page.evaluate(() => {
      const outlet =
        document.querySelector('#interop-outlet') ?? document.body.appendChild(document.createElement('div'));
      outlet.id = 'interop-outlet';
      let root: Element = outlet;
      for (let depth = 0; depth < 200 && !root.shadowRoot; depth++) {
        const inner = document.createElement('div');
        inner.id = 'interop-outlet';
        root.attachShadow({ mode: 'open' }).append(inner);
        root = inner;
      }
      const heap = document.body.appendChild(document.createElement('div'));
      let rounds = 0;
      const storm = setInterval(() => {
        heap.replaceChildren(
          ...Array.from({ length: 500 }, () => {
            const node = document.createElement('a');
            node.setAttribute('href', `/in/person-${rounds}/`);
            node.textContent = String(Math.random());
            return node;
          }),
        );
        if (++rounds === 200) clearInterval(storm);
      }, 10);
    });
    await page.evaluate(
      (html) => {
        const next = new DOMParser().parseFromString(html, 'text/html');
        document.querySelector('main')!.replaceWith(next.querySelector('main')!);
      },
      await source(listed),
    );
    await waitFor('the badge', async () => (await badgeOf(world.session, listed.url)) === '1');
    await page.close();
  });

  test('given a page that removes every warning, then it is put back three times, and from then on the badge tells', async () => {
    world.network.serve(listed.url, await source(listed));
    const page = await world.session.open('about:blank');
    await page.goto(listed.url);
    await page.evaluate(() => {
      const card = document.querySelector('[componentkey$="Topcard"]')!;
      Object.assign(globalThis, { put: 0 });
      const remove = () => {
        const before = card.previousElementSibling;
        if (!before || before.attributes.length > 0 || before.childNodes.length > 0) return;
        before.remove();
        (globalThis as unknown as { put: number }).put++;
      };
      new MutationObserver(remove).observe(card.parentElement!, { childList: true });
      remove();
    });
    await waitFor('the last removal', () => page.evaluate(() => (globalThis as unknown as { put: number }).put >= 4));
    await page.evaluate(() => new Promise((done) => setTimeout(done, 1_500)));
    expect(await page.evaluate(() => (globalThis as unknown as { put: number }).put)).toBe(4);
    expect(await warningsOn(world.session, page)).toEqual([]);
    expect(await badgeOf(world.session, listed.url)).toBe('1');
    await page.close();
  });

  test('given a page whose style hides what it did not put there, then the warning is seen', async () => {
    const hide = `<style>div:has(+ [componentkey$="Topcard"]) { display: none !important; opacity: 0 !important;
      height: 0 !important; position: absolute !important; left: -9999px !important }</style>`;
    world.network.serve(listed.url, (await source(listed)).replace('</head>', `${hide}</head>`));
    const page = await world.session.open(listed.url);
    const { view } = await warningOn(world.session, page);
    const box = await view.call((root) => {
      const { width, height } = root.host.getBoundingClientRect();
      return { width, height, opacity: getComputedStyle(root.host).opacity };
    });
    expect(box.height).toBeGreaterThan(20);
    expect(box.width).toBeGreaterThan(100);
    expect(box.opacity).toBe('1');
    await page.close();
  });

  test('given a page that imitates a warning, then the toolbar says what is true', async () => {
    const fake = '<div data-level="listed"><h2>Named in a security alert</h2><button>Report</button></div>';
    world.network.serve(clean.url, (await source(clean)).replace('<main', `${fake}<main`));
    const page = await world.session.open(clean.url);
    const other = await world.session.open(listed.url);
    await warningOn(world.session, other);
    expect(await warningsOn(world.session, page)).toEqual([]);
    expect(await badgeOf(world.session, clean.url)).toBe('');
    await Promise.all([page.close(), other.close()]);
  });
});
