import { once } from 'node:events';
import { unlessStalled } from './stalled.js';

async function* texts(count: number, ended: () => void): AsyncGenerator<string> {
  try {
    for (let index = 0; index < count; index += 1) yield await Promise.resolve(`text ${index}`);
  } finally {
    ended();
  }
}

describe('a stream that ends when its reader stalls', () => {
  it('gives everything to a reader that reads', async () => {
    const stalled = jest.fn();
    const ended = jest.fn();
    const seen: unknown[] = [];
    for await (const text of unlessStalled(texts(200, ended), 50, stalled)) seen.push(text);
    expect(seen).toHaveLength(200);
    expect(ended).toHaveBeenCalled();
    expect(stalled).not.toHaveBeenCalled();
  });

  it('is ended, with its source, when nobody reads', async () => {
    const stalled = jest.fn();
    const { promise: sourceEnded, resolve: ended } = Promise.withResolvers<undefined>();
    const stream = unlessStalled(
      texts(200, () => ended(undefined)),
      20,
      stalled,
    );
    await once(stream, 'readable');
    await once(stream, 'close');
    await sourceEnded;
    expect(stalled).toHaveBeenCalledTimes(1);
  });

  it('waits for a source that is silent', async () => {
    const stalled = jest.fn();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    async function* silent() {
      await promise;
      yield 'late';
    }
    const stream = unlessStalled(silent(), 5, stalled);
    setTimeout(() => resolve(undefined), 30);
    const seen: unknown[] = [];
    for await (const text of stream) seen.push(text);
    expect(seen).toEqual(['late']);
    expect(stalled).not.toHaveBeenCalled();
  });
});
