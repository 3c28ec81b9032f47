/** From the outbox to the receipt: sent when it can be, and matched with the team's decision. */
import { GamekeeperError } from '../errors.ts';
import { logError } from '../log.ts';
import { browser } from '../platform/browser.ts';
import { readPolicy } from '../platform/policy.ts';
import { privateFetch } from '../platform/private-requests.ts';
import { deliver } from '../reports/deliver.ts';
import { Outbox, UNDO_MS } from '../reports/outbox.ts';
import type { ReportDraft, ReportSummary } from '../reports/report.ts';
import { keepDraft } from './drafts.ts';
import type { Lists } from './lists.ts';
import { DELIVER, wakeAt } from './schedule.ts';

export class Reports {
  readonly #lists: () => Promise<Lists | null>;
  readonly #now: () => Date;
  #outbox: Promise<Outbox> | undefined;
  #delivering: Promise<void> | undefined;

  constructor(lists: () => Promise<Lists | null>, now: () => Date) {
    this.#lists = lists;
    this.#now = now;
  }

  /** Opens the report page with this draft, in a small window beside the page. */
  async show(draft: ReportDraft): Promise<{ id: string }> {
    const id = await keepDraft(draft);
    await browser.windows.create({
      type: 'popup',
      width: 560,
      height: 760,
      url: browser.runtime.getURL(`report.html#${id}`),
    });
    return { id };
  }

  /** Whom to seal to. Pages seal: it takes more code than all the rest of the worker's start. */
  async recipients(): Promise<string[]> {
    const reporting = await (await this.#lists())?.reporting();
    if (reporting) return reporting.recipients;
    throw new GamekeeperError(
      'ERR_NO_RECIPIENTS',
      'There is no list yet that says where reports go. Use "Copy as text" and send it to your security team.',
    );
  }

  /** A page has put a report into the outbox. */
  async expectOne(): Promise<{ noted: true }> {
    const now = this.#now();
    await wakeAt(DELIVER, now.getTime() + UNDO_MS, now);
    // The alarm is the promise; while the worker happens to live, it need not wait for the alarm's coarse clock.
    setTimeout(() => void this.deliver().catch(logError), UNDO_MS + 50);
    return { noted: true };
  }

  async list(): Promise<ReportSummary[]> {
    const [outbox, lists] = await Promise.all([this.#open(), this.#lists()]);
    if (lists) await outbox.decide(await lists.decisions(), Date.parse(lists.published ?? ''));
    return outbox.list(this.#now());
  }

  async withdraw(id: string): Promise<{ withdrawn: boolean }> {
    return { withdrawn: await (await this.#open()).withdraw(id) };
  }

  /** Another team is followed from now on: what is sealed to the one before is nothing that its hub could read. */
  async leaveTeam(): Promise<void> {
    const outbox = await this.#open();
    for (const { id } of await outbox.waiting()) await outbox.refuse(id, 'left-team');
  }

  /** Sends what is due; one delivery at a time, however many wake-ups ask for it. */
  deliver(): Promise<void> {
    this.#delivering ??= this.#deliver().finally(() => {
      this.#delivering = undefined;
    });
    return this.#delivering;
  }

  async #deliver(): Promise<void> {
    const [outbox, lists, { policy }] = await Promise.all([this.#open(), this.#lists(), readPolicy()]);
    const reporting = await lists?.reporting();
    if (!reporting) return;
    const { reportEndpoint: endpoint = reporting.endpoint, reportToken: token } = policy;
    const next = await deliver(
      outbox,
      { endpoint, ...(token !== undefined && { token }) },
      { fetch: privateFetch, now: () => this.#now().getTime(), random: Math.random },
    );
    if (next !== undefined) await wakeAt(DELIVER, next, this.#now());
  }

  #open(): Promise<Outbox> {
    this.#outbox ??= Outbox.open().catch((error) => {
      this.#outbox = undefined;
      throw error;
    });
    return this.#outbox;
  }
}
