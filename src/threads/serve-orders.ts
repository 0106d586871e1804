import { parentPort } from 'node:worker_threads';

/** What a thread answers: once `{ warm: true }`, then one outcome for every order. */
export type Answer<Result> =
  { readonly warm: true } | { readonly result: Result } | { readonly failure: unknown };

/** The whole life of a worker file: does each order that comes and answers with its outcome. */
export function serveOrders<Result>(work: (order: never) => Result | Promise<Result>): void {
  if (parentPort === null) throw new Error('This file runs in a thread of its own, started by a ThreadPool.');
  const port = parentPort;
  const answer = (outcome: Answer<Result>) => port.postMessage(outcome);
  port.on('message', (order: unknown) => {
    // Inside a promise, what `work` throws at once and what it throws later are one.
    Promise.resolve(order as never)
      .then(work)
      .then(
        (result) => answer({ result }),
        (failure: unknown) => answer({ failure }),
      );
  });
  answer({ warm: true });
}
