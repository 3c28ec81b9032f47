import { type Assessed, assessSubjects, parseSubjects } from '../assess-facts.ts';
import { command, rules } from '../command.ts';
import { readText } from '../input.ts';
import { requireRules } from '../rules.ts';

export default command({
  args: ['JSON file of facts'],
  flags: { rules },
  async run({ rules }, file: string) {
    const now = new Date();
    const text = await readText(file, 'a JSON file of facts');
    const verdicts = await assessSubjects(parseSubjects(text, file), await requireRules(rules, now), now);
    return { json: { verdicts }, text: verdicts.map(inWords) };
  },
});

function inWords({ key, level, wording }: Assessed): string {
  const { title, sentence, alerts, signs, caveats } = wording;
  const lines = [
    `${key}: ${level}`,
    `  ${title}`,
    `  ${sentence}`,
    ...alerts.flatMap(({ entryId, title, issued, names, reason, matches, dates, dispute }) => [
      `  [${entryId}] ${title}`,
      ...[issued, names, reason, ...matches.map((match) => `- ${match}`), dates, dispute].map((line) => `    ${line}`),
    ]),
    ...signs.flatMap(({ id, title, source, quotes }) => [
      `  [${id}] ${title} (${source})`,
      ...quotes.map((quote) => `    - “${quote}”`),
    ]),
    ...caveats.map((caveat) => `  ${caveat}`),
  ];
  // Isolates keep order on a page; a terminal would show them as boxes.
  return lines.join('\n').replace(/[\u2068\u2069]/g, '');
}
