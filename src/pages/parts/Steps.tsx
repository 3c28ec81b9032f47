import type { Step } from '../../verdict/wording-steps.ts';
import { Text } from './Text.tsx';

/** The four Rs. */
export function Steps({ steps }: { steps: Step[] }) {
  return (
    <ol class="steps stack tight">
      {steps.map(({ r, title, text, also }) => (
        <li key={r}>
          <div>
            <p class="term">{title}</p>
            <p>{text}</p>
            {also.length > 0 && (
              <ul class="bullets">
                {also.map((advice) => (
                  <li key={advice}>
                    <Text of={advice} />
                  </li>
                ))}
              </ul>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
