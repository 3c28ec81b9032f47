import { useState } from 'preact/hooks';
import type { Session } from './session.ts';

export function SignIn({ session }: { session: Session }) {
  const [token, setToken] = useState('');
  return (
    <main class="sign-in gk stack">
      <h1>Gamekeeper desk</h1>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void session.signIn(token.trim());
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
        {session.problem && <p role="alert">{session.problem}</p>}
        <button type="submit" class="primary">
          Sign in
        </button>
      </form>
    </main>
  );
}
