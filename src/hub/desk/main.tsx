import { render } from 'preact';
import { z } from 'zod';
import './desk.css';
import { Desk } from './desk.tsx';
import { useSession } from './session.ts';
import { SignIn } from './sign-in.tsx';

// zod would try to compile its schemas, which the page's policy forbids.
z.config({ jitless: true });

function App() {
  const session = useSession();
  return session.api ? <Desk session={session} api={session.api} /> : <SignIn session={session} />;
}

render(<App />, document.querySelector('#app')!);
