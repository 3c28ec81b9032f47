import type { MatchedEntry, Verdict } from '../../verdict/verdict.ts';
import type { Translate } from '../../verdict/wording-language.ts';

/** One verdict of each level that is shown on a page, about a person who does not exist. */
export function exampleVerdicts(t: Translate): Verdict[] {
  const entry: MatchedEntry = {
    id: 'example',
    name: t('example_name'),
    alert: { issuer: t('example_issuer'), title: t('example_alert'), date: '2025-11-18' },
    reason: t('example_reason'),
    added: '2025-11-19',
    expires: '2026-11-19',
    dispute: 'review@example.org',
  };
  return [
    { level: 'listed', evidence: [{ kind: 'account', by: 'handle', value: 'mara-quill', entry }], listVersion: 1 },
    {
      level: 'likely',
      evidence: [
        { kind: 'photo', distance: 0, entry },
        { kind: 'name', tier: 'similar', shown: t('example_name_similar'), listed: t('example_name'), entry },
      ],
      listVersion: 1,
    },
    {
      level: 'caution',
      evidence: [
        {
          kind: 'hallmark',
          id: 'example',
          title: t('example_sign'),
          explanation: t('example_sign_text'),
          advice: t('example_advice'),
          step: 'recognise',
          source: t('example_source'),
          weight: 1,
          quotes: [t('example_quote')],
        },
      ],
      listVersion: 1,
    },
  ];
}
