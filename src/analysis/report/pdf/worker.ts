import { serveOrders } from '../../../threads/threads.js';
import { renderPdf } from './render-pdf.js';

serveOrders(renderPdf);
