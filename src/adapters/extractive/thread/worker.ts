import { serveOrders } from '../../../threads/threads.js';
import { joinParts, readPart } from '../engine/parts.js';
import { read } from '../engine/read.js';
import type { ReaderOrder } from './reader-pool.js';

serveOrders((order: ReaderOrder) => {
  switch (order.step) {
    case 'read':
      return read(order);
    case 'part':
      return readPart(order);
    case 'join':
      return joinParts(order);
  }
});
