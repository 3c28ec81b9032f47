import { useEffect, useState } from 'preact/hooks';
import type { Identity } from './identity.tsx';

/** A text of the desk, opened: undefined while it is being opened, null when this identity cannot. */
export function useUnsealed<T>(sealed: string | undefined, identity: Identity | undefined): T | null | undefined {
  const [opened, setOpened] = useState<T | null>();
  useEffect(() => {
    let over = false;
    setOpened(undefined);
    if (sealed !== undefined) {
      identity?.keys.open(sealed).then((value) => {
        if (!over) setOpened((value as T | undefined) ?? null);
      });
    }
    return () => {
      over = true;
    };
  }, [sealed, identity]);
  return opened;
}
