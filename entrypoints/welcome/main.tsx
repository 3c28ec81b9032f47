import { openPage } from '../../src/pages/open-page.tsx';
import { Welcome } from '../../src/pages/welcome/Welcome.tsx';

await openPage('welcome_title', <Welcome link={decodeURIComponent(location.hash.slice(1))} />);
