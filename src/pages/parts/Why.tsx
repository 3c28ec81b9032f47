import type { AlertWording, SignWording, Wording } from '../../verdict/wording.ts';
import { useLanguage } from './language.ts';
import { Text } from './Text.tsx';

type Heading = 'h3' | 'h4';

/** All reasons of a verdict: each alert with what matches and how to object, each sign with the words that showed it. */
export function Why({ wording, heading: Heading = 'h3' }: { wording: Wording; heading?: Heading }) {
  const { t } = useLanguage();
  const { alerts, signs, caveats, version } = wording;
  return (
    <div class="stack">
      {alerts.map((alert) => (
        <AlertReasons key={`${alert.partner ?? ''} ${alert.entryId}`} alert={alert} heading={Heading} />
      ))}
      {signs.length > 0 && (
        <section class="stack">
          <Heading>{t('why_signs')}</Heading>
          {signs.map((sign) => (
            <SignReasons key={sign.id} sign={sign} />
          ))}
        </section>
      )}
      {caveats.map((caveat) => (
        <p key={caveat}>{caveat}</p>
      ))}
      <p class="small">{version}</p>
    </div>
  );
}

function AlertReasons({ alert, heading: Heading }: { alert: AlertWording; heading: Heading }) {
  const { t } = useLanguage();
  return (
    <section class="stack tight">
      <div>
        <Heading>{alert.link ? <Outward href={alert.link} text={alert.title} /> : <Text of={alert.title} />}</Heading>
        <p class="small">
          <Text of={alert.issued} />
        </p>
        <p>
          <Text of={alert.names} />
        </p>
      </div>
      <div>
        <p class="term">{t('why_matched')}</p>
        <ul class="bullets">
          {alert.matches.map((match) => (
            <li key={match}>
              <Text of={match} />
            </li>
          ))}
        </ul>
      </div>
      <div>
        <p class="term">{t('why_reason')}</p>
        <p>
          <Text of={alert.reason} />
        </p>
      </div>
      <p class="small">
        {alert.dates} {alert.partner && <Text of={alert.partner} />}
      </p>
      <p class="small">
        {t('dispute_question')} <Outward href={alert.dispute} text={t('dispute_link')} />
      </p>
    </section>
  );
}

function SignReasons({ sign }: { sign: SignWording }) {
  const { t } = useLanguage();
  return (
    <div>
      <p class="term">
        <Text of={sign.title} />
      </p>
      <p>
        <Text of={sign.explanation} />
      </p>
      {sign.quotes.length > 0 && (
        <>
          <p class="small">{t('why_quoted')}</p>
          {sign.quotes.map((quote) => (
            <blockquote key={quote}>
              <Text of={quote} />
            </blockquote>
          ))}
        </>
      )}
      <p class="small">
        {URL.canParse(sign.source) && sign.source.startsWith('https://') ? (
          <Outward href={sign.source} text={t('why_source', { source: new URL(sign.source).hostname })} />
        ) : (
          t('why_source', { source: sign.source })
        )}
      </p>
    </div>
  );
}

function Outward({ href, text }: { href: string; text: string }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      <Text of={text} />
    </a>
  );
}
