import '../../no-eval.ts';
import { render } from 'preact';
import { useState } from 'preact/hooks';
import en from '../../../public/_locales/en/messages.json';
import { LanguageContext } from '../../pages/parts/language.ts';
import { languageOf } from '../../verdict/wording-language.ts';
import './desk.css';
import { Desk } from './desk.tsx';
import { type Session, SignIn } from './sign-in.tsx';

function App() {
  const [session, setSession] = useState<Session>();
  return session ? <Desk session={session} /> : <SignIn onSession={setSession} />;
}

render(
  <LanguageContext.Provider value={languageOf(en)}>
    <App />
  </LanguageContext.Provider>,
  document.querySelector('#app')!,
);
