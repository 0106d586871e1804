/** The face of the threads: work that would hold up the main thread is done on others. */
export { compiled } from './compiled.js';
export { Gate } from './gate.js';
export { serveOrders } from './serve-orders.js';
export { ThreadPool, type PoolOptions } from './thread-pool.js';
export { ThreadLost } from './worker-thread.js';
