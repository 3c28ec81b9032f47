import './no-eval.ts';
import { render } from 'preact';
import './desk.css';
import { Desk } from './desk.tsx';
import { useSession } from './session.ts';
import { SignIn } from './sign-in.tsx';

function App() {
  const session = useSession();
  return session.api ? <Desk session={session} api={session.api} /> : <SignIn session={session} />;
}

render(<App />, document.querySelector('#app')!);
