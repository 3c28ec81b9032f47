import './no-eval.ts';
import { render } from 'preact';
import en from '../../../public/_locales/en/messages.json';
import { LanguageContext } from '../../pages/parts/language.ts';
import { languageOf } from '../../verdict/wording-language.ts';
import './desk.css';
import { Desk } from './desk.tsx';
import { useSession } from './session.ts';
import { SignIn } from './sign-in.tsx';

function App() {
  const session = useSession();
  return session.api ? <Desk session={session} api={session.api} /> : <SignIn session={session} />;
}

render(
  <LanguageContext.Provider value={languageOf(en)}>
    <App />
  </LanguageContext.Provider>,
  document.querySelector('#app')!,
);
