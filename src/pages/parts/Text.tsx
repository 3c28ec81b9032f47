import { ISOLATE } from '../../verdict/wording-language.ts';

/** A worded text: whatever came from outside stands in a `bdi`, so that its direction stays its own. */
export function Text({ of }: { of: string }) {
  return of.split(ISOLATE.start).map((part, index) => {
    if (index === 0) return part;
    const [inside, after] = part.split(ISOLATE.end);
    return (
      <>
        <bdi>{inside}</bdi>
        {after}
      </>
    );
  });
}
