// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { worldOf } from '../../../tests/fixtures/pages-world.ts';
import { type Stage, stage } from '../../../tests/fixtures/stage.tsx';
import type { ReportDraft, ReportSummary } from '../../reports/report.ts';
import type { World } from '../parts/world.ts';
import { ReportForm } from './ReportForm.tsx';

const draft: ReportDraft = {
  kind: 'approach',
  pageUrl: 'https://www.linkedin.com/in/mara-quill/',
  subject: {
    key: 'p',
    surface: 'profile',
    facts: { site: 'linkedin', name: 'Mara Quill', handle: 'mara-quill', about: 'Private matters' },
  },
  level: 'listed',
  evidence: ['persona-1'],
  listVersion: 7,
};
let now = new Date('2026-03-12T10:00:00Z');
const summary: ReportSummary = {
  id: '00000000-0000-4000-8000-000000000001',
  createdAt: now.toISOString(),
  state: 'queued',
  withdrawable: true,
  heldUntil: '2026-03-12T10:00:10Z',
};
const calls = { send: vi.fn(async (_: ReportDraft) => summary), copy: vi.fn(async () => {}), now: () => now };
const withdraw = vi.fn(async (_: { id: string }) => ({ withdrawn: true }));
let form: Stage;
const open = async (over: Partial<World> = {}, granted = false) => {
  const world = worldOf({ 'withdraw-report': withdraw }, { ...calls, ...over });
  form = await stage(world, <ReportForm draft={draft} granted={granted} />);
};

beforeEach(() => {
  vi.clearAllMocks();
  now = new Date('2026-03-12T10:00:00Z');
});
afterEach(() => form.clear());

describe('sending', () => {
  test('one click sends exactly what was shown', async () => {
    await open();
    await form.press('Send report');
    expect(calls.send).toHaveBeenCalledExactlyOnceWith(draft);
    expect(form.text()).toContain('Saved');
  });

  test('an item switched off and a note are heeded, and the raw preview follows', async () => {
    await open();
    await form.press('About');
    await form.press('Please check this person');
    await form.type('  He also wrote to a colleague. ');
    expect(document.querySelector('pre')!.textContent).not.toContain('Private matters');
    await form.press('Send report');
    const { about: _, ...facts } = draft.subject.facts;
    expect(calls.send).toHaveBeenCalledWith({
      ...draft,
      kind: 'check',
      note: 'He also wrote to a colleague.',
      subject: { ...draft.subject, facts },
    });
  });

  test('a reason is optional, and goes when it does not fit what is reported', async () => {
    await open();
    await form.choose('paid-work');
    expect(document.querySelector('pre')!.textContent).toContain('paid-work');
    await form.press('This warning is wrong');
    expect(document.querySelector('pre')!.textContent).not.toContain('paid-work');
    await form.choose('known');
    await form.press('Send report');
    expect(calls.send).toHaveBeenCalledWith({ ...draft, kind: 'wrong-warning', reason: 'known' });
  });

  test('“Saved” is not said before it is on disk', async () => {
    let answer: (saved: ReportSummary) => void = () => {};
    await open({ send: () => new Promise((resolve) => (answer = resolve)) });
    await form.press('Send report');
    expect(form.text()).not.toContain('Saved');
    expect(form.find('Saving…')).toHaveProperty('disabled', true);
    answer(summary);
    await vi.waitFor(() => expect(form.text()).toContain('Saved'));
  });

  test('a refusal is told, and what was entered is still there', async () => {
    await open({
      send: async () => {
        throw new Error('There is no room left on this disk.');
      },
    });
    await form.type('A note');
    await form.press('Send report');
    expect(form.text()).toContain('That did not work: There is no room left on this disk.');
    expect(document.querySelector('textarea')!.value).toBe('A note');
  });
});

describe('a picture', () => {
  test('is taken only when asked for, shown, and can be taken out again', async () => {
    const captureTab = vi.fn(async () => 'aGVsbG8=');
    await open({ captureTab }, true);
    expect(captureTab).not.toHaveBeenCalled();
    await form.press('Add a picture of this page');
    expect(document.querySelector('img')!.getAttribute('src')).toBe('data:image/jpeg;base64,aGVsbG8=');
    await form.press('Send report');
    expect(calls.send).toHaveBeenCalledWith({ ...draft, screenshot: 'aGVsbG8=' });
    form.clear();
    await open({ captureTab }, true);
    await form.press('Add a picture of this page');
    await form.press('Remove the picture');
    await form.press('Send report');
    expect(calls.send).toHaveBeenLastCalledWith(draft);
  });

  test('that is larger than a report may be is not taken', async () => {
    await open({ captureTab: async () => 'A'.repeat(4_000_001) }, true);
    await form.press('Add a picture of this page');
    expect(document.querySelector('img')).toBeNull();
    expect(form.text()).toContain('The picture is too large to send.');
  });

  test('is not offered in the window that a warning opened: nothing has granted it there', async () => {
    await open();
    expect(form.text()).not.toContain('Add a picture');
  });
});

describe('undo', () => {
  test('takes the report back while it is held', async () => {
    await open();
    await form.press('Send report');
    expect(document.activeElement!.textContent).toBe('Saved');
    await form.press('Undo');
    expect(withdraw).toHaveBeenCalledWith({ id: summary.id });
    expect(form.text()).toContain('Nothing was sent.');
  });

  test('says so when the report had already left', async () => {
    withdraw.mockResolvedValueOnce({ withdrawn: false });
    await open();
    await form.press('Send report');
    await form.press('Undo');
    expect(form.text()).toContain('It had already left this browser');
  });

  test('is not offered once the report may leave', async () => {
    now = new Date('2026-03-12T10:00:11Z');
    await open();
    await form.press('Send report');
    expect(form.text()).not.toContain('Undo');
  });
});

test('for teams without a hub it is copied as text', async () => {
  await open();
  await form.press('Copy as text');
  expect(calls.copy).toHaveBeenCalledWith(expect.stringContaining('Account:\n  linkedin · mara-quill'));
  expect(form.text()).toContain('Copied.');
});
