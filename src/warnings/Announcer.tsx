import { useEffect, useState } from 'preact/hooks';

/** Long enough for a screen reader to have noticed the empty live region before it is filled. */
const SETTLE_MS = 250;

/** Says `text` once, politely; a later text is not said again. */
export function Announcer({ text }: { text: string }) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p class="gk said" role="status">
      {said}
    </p>
  );
}
