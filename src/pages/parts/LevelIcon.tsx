import type { Level } from '../../verdict/verdict.ts';

/** A shape for each level, told apart without colour. The words beside it carry the meaning, so it is hidden from speech. */
export function LevelIcon({ level }: { level: Level }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path fill="currentColor" fill-rule="evenodd" d={SHAPES[level]} />
    </svg>
  );
}

const BAR_AND_DOT = 'M10.8 6.5h2.4v7h-2.4zM10.8 15.6h2.4V18h-2.4z';
const CIRCLE = 'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zm0 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16z';

const SHAPES: Record<Level, string> = {
  // A filled octagon with a bar and a dot.
  listed: `M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9z${BAR_AND_DOT}`,
  // Two overlapping cards: one like the other.
  likely: 'M3 3h12v4h6v14H9v-4H3zm2 2v10h4V7h4V5zm6 4v10h8V9zm2 3h4v2h-4zm0 3h4v2h-4z',
  // An open triangle with a bar and a dot.
  caution: 'M12 2.2 23 21.5H1zm0 4L4.4 19.5h15.2zM11 10.5h2v4.5h-2zm0 5.7h2v2h-2z',
  // An open circle with an i.
  note: `${CIRCLE}M11 6.6h2v2.2h-2zM11 10.4h2v7h-2z`,
  // An open circle with a dash.
  none: `${CIRCLE}M7.5 11h9v2h-9z`,
};
