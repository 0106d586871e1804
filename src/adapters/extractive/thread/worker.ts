import { parentPort } from 'node:worker_threads';
import { read, type ReadOrder } from '../engine/read.js';
import type { Answer } from './reader-thread.js';

const port = parentPort;
if (port === null) throw new Error('worker.ts runs in a thread of its own, started by ReaderThread.');

const answer = (order: ReadOrder): Answer => {
  try {
    return { reading: read(order) };
  } catch (error) {
    const { name, message } = error as Error;
    return { failure: { name, message } };
  }
};

port.on('message', (order: ReadOrder) => port.postMessage(answer(order)));
port.postMessage({ warm: true } satisfies Answer);
