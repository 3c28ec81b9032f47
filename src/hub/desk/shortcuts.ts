import { useEffect, useRef } from 'preact/hooks';

/** Single keys for what is done most. In a field a key is a letter; Escape leaves the field. */
export function useShortcuts(keys: Record<string, () => void>): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const field =
        event.target instanceof HTMLElement && event.target.closest('input:not([type=radio]), textarea, select');
      if (field) {
        if (event.key === 'Escape') (field as HTMLElement).blur();
        return;
      }
      const act = latest.current[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
