import { Guidance } from '../../src/pages/guidance/Guidance.tsx';
import { openPage } from '../../src/pages/open-page.tsx';

await openPage('guidance_title', <Guidance />);
