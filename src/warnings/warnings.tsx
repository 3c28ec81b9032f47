/** All warnings of one frame: put up, kept up, taken down. */
import { type ComponentChild, render } from 'preact';
import { LanguageContext } from '../pages/parts/language.ts';
import type { Surface } from '../profile/facts.ts';
import { draftOf } from '../reports/draft.ts';
import type { ReportDraft } from '../reports/report.ts';
import { type Wording, wordingOf } from '../verdict/wording.ts';
import type { Language } from '../verdict/wording-language.ts';
import { Announcer } from './Announcer.tsx';
import type { Placement, Warnings } from './contract.ts';
import { Place } from './place.ts';
import { schemeBehind } from './scheme.ts';
import { type Form, Warning } from './Warning.tsx';

interface WarningActions {
  report(draft: ReportDraft): Promise<unknown>;
  dismiss(account: { site: string; account: string }): Promise<unknown>;
}

const FORMS: Record<Surface, Form> = {
  profile: 'banner',
  conversation: 'strip',
  invitation: 'strip',
  card: 'chip',
  post: 'chip',
  comment: 'chip',
};

export function createWarnings(document: Document, language: Language, actions: WarningActions): Warnings {
  const shown = new Map<string, Place>();
  const announced = new Set<string>();
  /** Warnings that the user hid: what they say of it stays until the focus has left it. */
  const hidden = new Set<Place>();
  let givenUp = false;
  const page = new MutationObserver(check);

  function show(placements: readonly Placement[]): void {
    if (givenUp) return;
    const wanted = new Set(placements.map(({ key }) => key));
    for (const key of [...shown.keys()]) if (!wanted.has(key)) takeDown(key);
    try {
      for (const placement of placements) if (placement.anchor.isConnected) putUp(placement);
    } catch {
      // A page that breaks the document's own methods (`<form name="createElement">`) cannot be warned on.
      clear();
      return;
    }
    page.disconnect();
    if (shown.size > 0) page.observe(document, { childList: true, subtree: true });
  }

  function putUp(placement: Placement): void {
    const { key, anchor, position, surface, verdict, facts, messages, pageUrl, mayHide } = placement;
    const place = shown.get(key) ?? new Place(document);
    shown.set(key, place);
    place.put(anchor, position);
    const wording = wordingOf(verdict, language);
    const form = FORMS[surface];
    const subject = { key, surface, facts, ...(messages && { messages }) };
    const account = facts.handle ?? facts.memberId;
    render(
      <LanguageContext.Provider value={language}>
        <div style={{ colorScheme: schemeBehind(anchor.parentElement ?? anchor) }}>
          <Warning
            // Another person on the same card starts folded again.
            key={`${account}`}
            form={form}
            wording={wording}
            onReport={async (kind) => {
              await actions.report(draftOf(subject, verdict, pageUrl, kind));
            }}
            onHide={
              account === undefined || !mayHide
                ? undefined
                : async () => {
                    await actions.dismiss({ site: facts.site, account });
                    hidden.add(place);
                  }
            }
          />
          {announcement(form, key, wording)}
        </div>
      </LanguageContext.Provider>,
      place.root,
    );
  }

  /** Once for each banner or strip, once for all cards together. */
  function announcement(form: Form, key: string, { title, sentence }: Wording): ComponentChild {
    const of = form === 'chip' ? 'cards' : key;
    const first = !announced.has(of);
    announced.add(of);
    if (form === 'chip') return first && <Announcer text={language.t('warning_announcement_cards')} />;
    return <Announcer text={language.t('warning_announcement', { title, sentence })} />;
  }

  function takeDown(key: string): void {
    const place = shown.get(key);
    if (!place) return;
    shown.delete(key);
    const reading = hidden.has(place) && document.activeElement === place.host;
    if (reading) place.root.addEventListener('focusout', () => remove(place), { once: true });
    else remove(place);
  }

  function remove(place: Place): void {
    hidden.delete(place);
    render(null, place.root);
    place.remove();
  }

  function check(): void {
    for (const [key, place] of shown) {
      const state = place.check();
      if (state === 'gone') takeDown(key);
      // The page keeps taking it away: from here on the badge alone tells.
      if (state === 'unwanted') clear();
    }
  }

  function clear(): void {
    givenUp = true;
    page.disconnect();
    for (const place of [...shown.values(), ...hidden]) remove(place);
    shown.clear();
  }

  return { show, clear };
}
