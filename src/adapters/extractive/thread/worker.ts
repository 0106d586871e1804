import { serveOrders } from '../../../threads/threads.js';
import { read } from '../engine/read.js';

serveOrders(read);
