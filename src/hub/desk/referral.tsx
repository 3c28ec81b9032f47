import { useAttempt } from '../../pages/parts/useAttempt.ts';
import { type Referral, referralText, referSubject } from '../../reports/referral.ts';
import type { State } from '../states.ts';
import type { PersonDetail } from './api.ts';
import { useDesk } from './open-desk.ts';
import { openReport } from './reader.ts';

/** Decided one way or the other: the networking site may be told. A listing confirmed here is on the list once published. */
const STANDINGS: { [S in State]?: Referral['standing'] } = {
  dismissed: 'dismissed',
  listed: 'listed',
  'already-listed': 'listed',
};

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** The referral pack for the site's abuse team, as a message and as data. */
export function ReferralButtons({ detail }: { detail: PersonDetail }) {
  const { api, identity } = useDesk();
  const [said, attempt] = useAttempt();
  const standing = STANDINGS[detail.state];
  if (!standing) return null;

  async function pack(): Promise<Referral> {
    const all = await Promise.all(detail.all.map(({ id }) => openReport(api, id, identity!)));
    const reports = all.flatMap((opened) => ('report' in opened ? [opened.report] : []));
    const newest = reports[0]!;
    const messages = reports.toReversed().flatMap(({ subject }) => subject.messages ?? []);
    const profile = reports.find(({ subject }) => subject.surface === 'profile');
    return referSubject(
      { ...newest.subject, messages: [...new Map(messages.map((message) => [message.text, message])).values()] },
      {
        standing: standing!,
        reports: { count: detail.reports, first: dayOf(detail.first_at), last: dayOf(detail.last_at) },
        address: profile?.pageUrl.replace(/[?#].*/, ''),
      },
    );
  }
  async function copy() {
    await navigator.clipboard.writeText(referralText(await pack()));
    return 'Copied.';
  }
  async function save() {
    const url = URL.createObjectURL(new Blob([JSON.stringify(await pack(), null, 2)], { type: 'application/json' }));
    Object.assign(document.createElement('a'), { href: url, download: 'referral.json' }).click();
    URL.revokeObjectURL(url);
    return 'Saved as referral.json.';
  }
  return (
    <section class="stack tight" aria-label="Referral">
      <p class="row">
        For the site’s abuse team:
        <button type="button" class="quiet" onClick={() => attempt(copy)}>
          Copy referral as text
        </button>
        <button type="button" class="quiet" onClick={() => attempt(save)}>
          Save referral as JSON
        </button>
      </p>
      <p role="status">{said}</p>
    </section>
  );
}
