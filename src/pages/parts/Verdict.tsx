import type { Wording } from '../../verdict/wording.ts';
import { LevelIcon } from './LevelIcon.tsx';
import { useLanguage } from './language.ts';
import { Steps } from './Steps.tsx';
import { Text } from './Text.tsx';
import { Why } from './Why.tsx';

interface VerdictProps {
  wording: Wording;
  name?: string;
  heading?: 'h2' | 'h3';
}

/** A verdict on our own pages: the same words and order as the warning in the page. */
export function Verdict({ wording, name, heading: Heading = 'h2' }: VerdictProps) {
  const { t } = useLanguage();
  return (
    <section class="card marked stack tight" data-level={wording.level}>
      <div class="row">
        <LevelIcon level={wording.level} />
        <Heading>{wording.title}</Heading>
      </div>
      {name && (
        <p class="small">
          <bdi>{name}</bdi>
        </p>
      )}
      <p>
        <Text of={wording.sentence} />
      </p>
      <details>
        <summary>{t('action_why')}</summary>
        <Why wording={wording} heading={Heading === 'h2' ? 'h3' : 'h4'} />
      </details>
      <details>
        <summary>{t('action_what_to_do')}</summary>
        <Steps steps={wording.steps} />
      </details>
    </section>
  );
}
