import { armor, Decrypter, identityToRecipient } from 'age-encryption';
import { useState } from 'preact/hooks';
import { GamekeeperError } from '../../errors.ts';
import { useAttempt } from '../../pages/parts/useAttempt.ts';
import type { Api } from './api.ts';
import { DeskKeys, findIdentity } from './keys.ts';
import { recipientsInForce } from './list.ts';
import { sharedKey } from './shared-key.ts';

/** An age identity, and the desk's keys that it opens. Lives in this page's memory alone. */
export interface Identity {
  secret: string;
  keys: DeskKeys;
}

/** As `gamekeeper init` keeps it when a passphrase is set. */
const isEncrypted = (text: string) => text.trim().startsWith('-----BEGIN AGE ENCRYPTED FILE-----');

/** @throws ERR_BAD_IDENTITY */
async function decrypt(text: string, passphrase: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return await decrypter.decrypt(armor.decode(text.trim()), 'text');
  } catch (cause) {
    throw new GamekeeperError('ERR_BAD_IDENTITY', 'The passphrase does not open this file.', { cause });
  }
}

/** Finds the identity in an age key file or a pasted text, and opens the desk with it. @throws ERR_BAD_IDENTITY, ERR_NOT_A_RECIPIENT */
async function openDesk(text: string, passphrase: string, api: Api): Promise<Identity> {
  const secret = findIdentity(isEncrypted(text) ? await decrypt(text, passphrase) : text) ?? '';
  const own = await identityToRecipient(secret).catch((cause) => {
    const message = 'There is no age identity in it. The line begins with AGE-SECRET-KEY-1.';
    throw new GamekeeperError('ERR_BAD_IDENTITY', message, { cause });
  });
  return { secret, keys: await DeskKeys.from(await sharedKey(api, secret, own, await recipientsInForce())) };
}

/** Asks for the identity. It is read here and goes nowhere. */
export function IdentityForm({ api, onIdentity }: { api: Api; onIdentity: (identity: Identity) => void }) {
  const [text, setText] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [problem, attempt] = useAttempt();
  const take = (content: string) => attempt(async () => onIdentity(await openDesk(content, passphrase, api)));
  return (
    <form
      class="identity"
      aria-label="Your identity"
      onSubmit={(event) => {
        event.preventDefault();
        void take(text);
      }}
    >
      <h2>Reports are sealed. Load your age identity to read them.</h2>
      <p class="small">It stays in this page’s memory until you close it. The hub never gets it.</p>
      <label>
        Key file
        <input
          type="file"
          onChange={async (event) => {
            const file = event.currentTarget.files?.[0];
            if (!file) return;
            const content = await file.slice(0, 100_000).text();
            if (isEncrypted(content)) setText(content);
            else await take(content);
          }}
        />
      </label>
      <label>
        Or paste it
        <textarea
          name="identity"
          rows={2}
          autocomplete="off"
          spellcheck={false}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      {isEncrypted(text) && (
        <label>
          Its passphrase
          <input
            type="password"
            name="passphrase"
            autocomplete="off"
            required
            value={passphrase}
            onInput={(event) => setPassphrase(event.currentTarget.value)}
          />
        </label>
      )}
      {problem && <p role="alert">{problem}</p>}
      <button type="submit" class="primary">
        Use this identity
      </button>
    </form>
  );
}
