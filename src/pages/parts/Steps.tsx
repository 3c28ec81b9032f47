import type { Step } from '../../verdict/wording-steps.ts';

/** The four Rs. */
export function Steps({ steps }: { steps: Step[] }) {
  return (
    <ol class="steps stack tight">
      {steps.map(({ r, title, text }) => (
        <li key={r}>
          <div>
            <p class="term">{title}</p>
            <p>{text}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}
