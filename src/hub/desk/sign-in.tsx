import { useEffect, useState } from 'preact/hooks';
import { useAttempt } from '../../pages/parts/useAttempt.ts';
import { Api } from './api.ts';

const KEY = 'gamekeeper-desk-token';

/** Who sits at the desk. */
export interface Session {
  api: Api;
  name: string;
  signOut(): void;
}

/** Asks for the token, which lives as long as the tab; the age identity is kept elsewhere and never stored. */
export function SignIn({ onSession }: { onSession: (session: Session | undefined) => void }) {
  const [token, setToken] = useState('');
  const [problem, attempt] = useAttempt();

  function signOut() {
    sessionStorage.removeItem(KEY);
    onSession(undefined);
  }
  async function signIn(given: string) {
    const api = new Api(given);
    const { name } = await api.me().catch((error) => {
      sessionStorage.removeItem(KEY);
      throw error;
    });
    sessionStorage.setItem(KEY, given);
    onSession({ api, name, signOut });
  }
  useEffect(() => {
    const kept = sessionStorage.getItem(KEY);
    if (kept) void attempt(() => signIn(kept));
    // A proxy may have signed somebody on.
    else signIn('').catch(() => {});
  }, []);

  return (
    <main class="sign-in gk stack">
      <h1>Gamekeeper desk</h1>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(() => signIn(token.trim()));
        }}
      >
        <label>
          Your token
          <input
            type="password"
            name="token"
            autocomplete="current-password"
            required
            value={token}
            onInput={(event) => setToken(event.currentTarget.value)}
          />
        </label>
        <p class="small">
          Whoever runs the hub makes one for you: <code>gamekeeper analyst add YOUR-NAME</code>
        </p>
        {problem && <p role="alert">{problem}</p>}
        <button type="submit" class="primary">
          Sign in
        </button>
      </form>
    </main>
  );
}
