/** A thread that does what its orders say: answer, throw, crash, end, or never come back. */
const { serveOrders } = require('../../dist/threads/threads.js');

const DEEDS = {
  answer: ({ word }) => word.toUpperCase(),
  throw: ({ word }) => {
    throw new RangeError(word);
  },
  crash: ({ word }) => {
    setImmediate(() => {
      throw new Error(word);
    });
    return new Promise(() => {});
  },
  end: () => process.exit(0),
  hang: () => {
    for (;;);
  },
};

serveOrders((order) => DEEDS[order.deed](order));
