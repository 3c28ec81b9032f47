import type { Report } from '../../reports/report.ts';
import { instant, kindWords } from './words.ts';

/** One report in full. Everything in it was written by strangers: it is shown as text, and no address is a link. */
export function ReportView({ report, receipt }: { report: Report; receipt: string }) {
  return (
    <div class="stack">
      <h3>{kindWords[report.kind]}</h3>
      <dl>
        <Row term="Reported" value={instant(report.createdAt)} />
        <Row term="Receipt" value={receipt} />
        <Row term="Page" value={report.pageUrl} />
        <Row term="The reporter saw" value={report.level} />
        <Row term="Because of" value={report.evidence.join(', ')} />
        <Row term="List version" value={String(report.listVersion)} />
        <Facts report={report} />
      </dl>
      {report.note && (
        <section class="stack tight">
          <h4>In their own words</h4>
          <blockquote class="said-by">{report.note}</blockquote>
        </section>
      )}
      <Messages report={report} />
      {isPng(report.screenshot) && (
        <img src={`data:image/png;base64,${report.screenshot}`} alt="Screenshot sent along" />
      )}
    </div>
  );
}

function Facts({ report: { subject } }: { report: Report }) {
  const { experience, education, connections, ...facts } = subject.facts;
  return (
    <>
      {Object.entries(facts).map(([name, value]) => (
        <Row key={name} term={name} value={String(value)} />
      ))}
      <Row term="connections" value={connections?.text} />
      {experience?.map(({ title, company, dates }) => (
        <Row
          key={`${title}${company}${dates}`}
          term="experience"
          value={[title, company, dates].filter(Boolean).join(', ')}
        />
      ))}
      {education?.map(({ school, degree, dates }) => (
        <Row
          key={`${school}${degree}${dates}`}
          term="education"
          value={[school, degree, dates].filter(Boolean).join(', ')}
        />
      ))}
    </>
  );
}

function Messages({ report: { subject } }: { report: Report }) {
  if (!subject.messages?.length) return null;
  return (
    <section class="stack tight">
      <h4>Messages</h4>
      <ol class="stack tight">
        {subject.messages.map(({ from, text }, index) => (
          <li key={index}>
            <span class="small">{from === 'them' ? 'They wrote' : 'The reporter wrote'}</span>
            <blockquote class="said-by">{text}</blockquote>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Row({ term, value }: { term: string; value: string | undefined }) {
  if (!value) return null;
  return (
    <div>
      <dt>{term}</dt>
      <dd>{value}</dd>
    </div>
  );
}

const isPng = (base64: string | undefined) => base64 !== undefined && /^iVBORw0KGgo[A-Za-z0-9+/=]+$/.test(base64);
