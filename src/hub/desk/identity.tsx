import { identityToRecipient } from 'age-encryption';
import { useState } from 'preact/hooks';
import { GamekeeperError } from '../../errors.ts';
import { DeskKeys, findIdentity } from './keys.ts';

/** An age identity, the recipient that belongs to it, and the desk's keys derived from it. Lives in this page's memory alone. */
export interface Identity {
  secret: string;
  recipient: string;
  keys: DeskKeys;
}

/** Finds the identity in an age key file or a pasted text. @throws ERR_BAD_IDENTITY */
export async function readIdentity(text: string): Promise<Identity> {
  const secret = findIdentity(text);
  try {
    return { secret: secret!, recipient: await identityToRecipient(secret!), keys: await DeskKeys.from(secret!) };
  } catch (cause) {
    const message = 'There is no age identity in it. The line begins with AGE-SECRET-KEY-1.';
    throw new GamekeeperError('ERR_BAD_IDENTITY', message, { cause });
  }
}

/** Asks for the identity. It is read here and goes nowhere. */
export function IdentityForm({ onIdentity }: { onIdentity: (identity: Identity) => void }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const take = (content: string) => readIdentity(content).then(onIdentity, (error: Error) => setProblem(error.message));
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
