import { openPage } from '../../src/pages/open-page.tsx';
import { Options } from '../../src/pages/options/Options.tsx';

await openPage('options_title', <Options />);
