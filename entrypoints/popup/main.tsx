import { openPage } from '../../src/pages/open-page.tsx';
import { Popup } from '../../src/pages/popup/Popup.tsx';

await openPage('extension_name', <Popup />);
