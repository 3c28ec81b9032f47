import { openPage } from '../../src/pages/open-page.tsx';
import { ReportPage } from '../../src/pages/report/ReportPage.tsx';

await openPage('report_title', <ReportPage id={location.hash.slice(1)} />);
