// @vitest-environment jsdom
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import en from '../../public/_locales/en/messages.json';
import type { Evidence, MatchedEntry, Verdict } from '../verdict/verdict.ts';
import { languageOf } from '../verdict/wording-language.ts';
import type { Placement, Warnings } from './contract.ts';
import { createWarnings } from './warnings.tsx';

const entry: MatchedEntry = {
  id: 'persona-1',
  name: 'Mara Quill',
  alert: { issuer: 'Example Security Office', title: 'Recruiters on networks', date: '2025-11-18' },
  reason: 'Contacted staff with offers of paid reports.',
  added: '2025-11-19',
  expires: '2026-11-19',
  dispute: 'review@example.org',
};
const account: Evidence = { kind: 'account', by: 'handle', value: 'mara-quill', entry };
const listed: Verdict = { level: 'listed', evidence: [account], listVersion: 7 };
const likely: Verdict = { level: 'likely', evidence: [{ kind: 'photo', distance: 3, entry }], listVersion: 7 };

const actions = {
  report: vi.fn(async () => {}),
  dismiss: vi.fn(async () => {}),
};
let warnings: Warnings;
let roots: WeakMap<Element, ShadowRoot>;

beforeEach(() => {
  vi.clearAllMocks();
  // A closed root is closed to tests as well: note each one as it is made.
  roots = new WeakMap();
  const attach = Element.prototype.attachShadow;
  vi.spyOn(Element.prototype, 'attachShadow').mockImplementation(function (this: Element, init) {
    const root = attach.call(this, init);
    roots.set(this, root);
    return root;
  });
  document.body.innerHTML = '<main><article id="a"></article><article id="b"></article></main>';
  warnings = createWarnings(document, languageOf(en), actions);
});
afterEach(() => {
  act(() => warnings.clear());
  vi.restoreAllMocks();
});

const $ = (id: string) => document.getElementById(id)!;
function placement(over: Partial<Placement> = {}): Placement {
  return {
    key: 'profile',
    anchor: $('a'),
    position: 'beforebegin',
    surface: 'profile',
    verdict: listed,
    facts: { site: 'linkedin', name: 'Mara Quill', handle: 'mara-quill' },
    pageUrl: 'https://www.linkedin.com/in/mara-quill/',
    mayHide: true,
    ...over,
  };
}
const show = (...placements: Placement[]) => act(() => warnings.show(placements));
const hosts = () => [...document.querySelectorAll('main > div')];
const inside = (host = hosts()[0]!) => roots.get(host)!;
const text = (host?: Element) => inside(host).textContent!.replace(/[\u2068\u2069]/g, '');
const button = (name: string) =>
  [...inside().querySelectorAll('button')].find((candidate) => candidate.textContent!.includes(name))!;
const press = (name: string) =>
  act(async () => {
    button(name).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true }));
    await new Promise((done) => setTimeout(done));
  });
const settled = () => act(async () => new Promise((done) => setTimeout(done)));

describe('a listed profile', () => {
  test('is told above its card: what, who warned, when; the page’s scripts cannot look inside', () => {
    show(placement());
    expect($('a').previousElementSibling).toBe(hosts()[0]);
    expect(hosts()[0]!.shadowRoot).toBeNull();
    expect(text()).toContain('Named in a security alert');
    expect(text()).toContain('Example Security Office warned about this account on 18 November 2025');
    expect(inside().querySelector('section')!.getAttribute('aria-label')).toBe(
      'Gamekeeper warning: Named in a security alert',
    );
  });

  test('unfolds its reasons in place, and Escape folds them with the focus back on the button', async () => {
    show(placement());
    expect(text()).not.toContain('paid reports');
    await press('Why');
    expect(button('Why').getAttribute('aria-expanded')).toBe('true');
    expect(text()).toContain('Contacted staff with offers of paid reports.');
    expect(text()).toContain('On the list since 19 November 2025. The entry ends on 19 November 2026');
    expect(inside().querySelector('a[href="mailto:review@example.org"]')).not.toBeNull();
    act(() => {
      inside()
        .querySelector('section')!
        .dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    });
    expect(text()).not.toContain('paid reports');
    expect(inside().activeElement).toBe(button('Why'));
  });

  test('opens the preview of a report with what was seen and why', async () => {
    show(placement());
    await press('Report');
    expect(actions.report).toHaveBeenCalledWith({
      kind: 'approach',
      pageUrl: 'https://www.linkedin.com/in/mara-quill/',
      subject: { key: 'profile', surface: 'profile', facts: placement().facts },
      level: 'listed',
      evidence: ['persona-1'],
      listVersion: 7,
    });
  });

  test('is hidden only after a second question, and says so where the focus is', async () => {
    show(placement());
    await press('Why');
    await press('Hide for this profile');
    expect(actions.dismiss).not.toHaveBeenCalled();
    expect(inside().activeElement).toBe(button('Keep it'));
    await press('Hide it');
    expect(actions.dismiss).toHaveBeenCalledWith({ site: 'linkedin', account: 'mara-quill' });
    expect(text()).toContain('Hidden for this profile.');
    expect(inside().activeElement!.textContent).toContain('Hidden for this profile.');
  });

  test('says so when the worker cannot be reached', async () => {
    actions.report.mockRejectedValueOnce(new Error('Gamekeeper was updated. Reload this page.'));
    show(placement());
    await press('Report');
    expect(inside().querySelector('[role=alert]')!.textContent).toContain('Reload this page.');
  });
});

test('what is said of a hidden warning stays while the focus is on it, and goes with the focus', async () => {
  show(placement({ verdict: likely }));
  await press('Why');
  await press('Hide for this profile');
  show();
  expect(text()).toContain('Hidden for this profile.');
  (inside().activeElement as HTMLElement).blur();
  expect(hosts()).toHaveLength(0);
});

test('a profile that only looks like a listed one is hidden at once', async () => {
  show(placement({ verdict: likely }));
  await press('What to do');
  await press('Hide for this profile');
  expect(actions.dismiss).toHaveBeenCalledOnce();
});

test('a person without an account is not offered to be hidden: there is nothing to remember them by', async () => {
  show(placement({ verdict: likely, facts: { site: 'linkedin', name: 'Mara Quill' } }));
  await press('Why');
  expect(text()).not.toContain('Hide for this profile');
});

test('where the policy keeps it from the user, hiding is not offered', async () => {
  show(placement({ mayHide: false }));
  await press('Why');
  expect(text()).toContain('This warning is wrong');
  expect(text()).not.toContain('Hide for this profile');
});

test('on a card it is one line until it is opened', async () => {
  show(placement({ surface: 'card' }));
  expect(text()).toContain('Named in a security alert');
  expect(text()).not.toContain('warned about');
  await press('Named in a security alert');
  expect(text()).toContain('warned about');
});

test('a screen reader is told once, however often the page is read again', async () => {
  show(placement());
  const said = () => inside().querySelector('[role=status]')!.textContent;
  expect(said()).toBe('');
  await vi.waitFor(() => expect(said()).toContain('Gamekeeper: Named in a security alert.'));
  const first = said();
  show(placement({ verdict: likely }));
  await settled();
  expect(said()).toBe(first);
});

describe('the page changes', () => {
  test('the same key is one warning, moved and reworded, and folds back for another person', async () => {
    show(placement());
    await press('Why');
    show(placement({ anchor: $('b') }));
    expect(hosts()).toHaveLength(1);
    expect($('b').previousElementSibling).toBe(hosts()[0]);
    expect(text()).toContain('paid reports');
    show(placement({ anchor: $('b'), verdict: likely, facts: { site: 'linkedin', handle: 'someone-else' } }));
    expect(text()).toContain('Looks like a listed profile');
    expect(text()).not.toContain('paid reports');
  });

  test('what is no longer to be shown is taken down', () => {
    show(placement(), placement({ key: 'card', anchor: $('b'), surface: 'card' }));
    expect(hosts()).toHaveLength(2);
    show(placement({ key: 'card', anchor: $('b'), surface: 'card' }));
    expect(hosts()).toHaveLength(1);
    show();
    expect(hosts()).toHaveLength(0);
  });

  test('a warning goes with its person', async () => {
    show(placement());
    $('a').remove();
    await settled();
    expect(hosts()).toHaveLength(0);
    show(placement({ anchor: $('b') }));
    expect(hosts()).toHaveLength(1);
  });
});

describe('a page that works against the warning', () => {
  test('removes it: it is put back three times, then left to the badge', async () => {
    show(placement());
    for (let round = 1; round <= 3; round += 1) {
      hosts()[0]!.remove();
      await settled();
      expect(hosts(), `after removal ${round}`).toHaveLength(1);
    }
    hosts()[0]!.remove();
    await settled();
    expect(hosts()).toHaveLength(0);
    show(placement());
    expect(hosts()).toHaveLength(0);
  });

  test('hides it from assistive software or makes it inert: the attributes do not stay', async () => {
    show(placement());
    hosts()[0]!.setAttribute('inert', '');
    hosts()[0]!.setAttribute('aria-hidden', 'true');
    await settled();
    expect(hosts()[0]!.getAttributeNames()).toEqual([]);
  });

  test('leads from the form around the card back into the form: its colours are found all the same', () => {
    document.body.innerHTML = '<form><input type="hidden" name="parentElement"><article id="a"></article></form>';
    const [form, input] = document.querySelectorAll('form, input');
    // What browsers make of such a name; jsdom does not.
    let rounds = 0;
    const get = () => (++rounds > 100 ? document : input);
    Object.defineProperty(form, 'parentElement', { get });
    input!.setAttribute('style', 'background: none');
    show(placement());
    expect(rounds).toBeLessThan(100);
    expect($('a').previousElementSibling).not.toBe(input);
  });

  test('breaks the document’s methods: the badge alone tells, and nothing throws', () => {
    document.createElement = undefined as never;
    show(placement());
    Reflect.deleteProperty(document, 'createElement');
    show(placement());
    expect(hosts()).toHaveLength(0);
  });

  test('listens for keys and clicks: it hears none of ours, and a linked card around the warning is not followed', () => {
    const heard = vi.fn();
    for (const type of ['keydown', 'click', 'pointerdown', 'focusin']) document.addEventListener(type, heard);
    show(placement());
    const why = button('Why');
    why.focus();
    why.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true, composed: true }));
    const click = new MouseEvent('click', { bubbles: true, composed: true, cancelable: true });
    act(() => {
      why.dispatchEvent(click);
    });
    expect(heard).not.toHaveBeenCalled();
    expect(click.defaultPrevented).toBe(true);
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }));
    expect(heard).toHaveBeenCalledOnce();
  });
});
