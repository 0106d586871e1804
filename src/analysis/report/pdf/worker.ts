import type { StoredReport } from '../../ports/report-storage.port.js';
import { serveOrders } from '../../../threads/threads.js';
import { composeReport } from '../document/compose.js';
import { renderPdf } from './render-pdf.js';

serveOrders((stored: StoredReport) => renderPdf(composeReport(stored)));
