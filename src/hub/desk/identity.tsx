import { identityToRecipient } from 'age-encryption';
import { useState } from 'preact/hooks';
import { GamekeeperError } from '../../errors.ts';
import type { Api } from './api.ts';
import { DeskKeys, findIdentity } from './keys.ts';
import { recipientsInForce } from './list.ts';
import { sharedKey } from './shared-key.ts';

/** An age identity, and the desk's keys that it opens. Lives in this page's memory alone. */
export interface Identity {
  secret: string;
  keys: DeskKeys;
}

/** Finds the identity in an age key file or a pasted text, and opens the desk with it. @throws ERR_BAD_IDENTITY, ERR_NOT_A_RECIPIENT */
async function openDesk(text: string, api: Api): Promise<Identity> {
  const secret = findIdentity(text) ?? '';
  const own = await identityToRecipient(secret).catch((cause) => {
    const message = 'There is no age identity in it. The line begins with AGE-SECRET-KEY-1.';
    throw new GamekeeperError('ERR_BAD_IDENTITY', message, { cause });
  });
  return { secret, keys: await DeskKeys.from(await sharedKey(api, secret, own, await recipientsInForce())) };
}

/** Asks for the identity. It is read here and goes nowhere. */
export function IdentityForm({ api, onIdentity }: { api: Api; onIdentity: (identity: Identity) => void }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const take = (content: string) =>
    openDesk(content, api).then(onIdentity, (error: Error) => setProblem(error.message));
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
            if (file) await take(await file.slice(0, 100_000).text());
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
      {problem && <p role="alert">{problem}</p>}
      <button type="submit" class="primary">
        Use this identity
      </button>
    </form>
  );
}
