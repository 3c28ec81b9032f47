import { useEffect, useState } from 'preact/hooks';
import { Api } from './api.ts';
import { said } from './poll.ts';

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
  const [problem, setProblem] = useState<string>();

  function signOut() {
    sessionStorage.removeItem(KEY);
    onSession(undefined);
  }
  async function signIn(given: string) {
    const api = new Api(given);
    try {
      const { name } = await api.me();
      sessionStorage.setItem(KEY, given);
      onSession({ api, name, signOut });
    } catch (error) {
      sessionStorage.removeItem(KEY);
      if (given) setProblem(said(error));
    }
  }
  // Without a token a proxy may have signed somebody on.
  useEffect(() => void signIn(sessionStorage.getItem(KEY) ?? ''), []);

  return (
    <main class="sign-in gk stack">
      <h1>Gamekeeper desk</h1>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void signIn(token.trim());
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
