import { useEffect, useState } from 'preact/hooks';
import { useDesk } from './open-desk.ts';

/** A text of the desk, opened: undefined while it is being opened, null when the identity cannot. */
export function useUnsealed<T>(sealed: string | undefined): T | null | undefined {
  const { identity } = useDesk();
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
