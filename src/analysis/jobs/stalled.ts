import { Readable } from 'node:stream';

/**
 * A stream of these texts that is ended, and `stalled` called, when its reader takes nothing for so long though there
 * is something to take. No more than one text waits for the reader.
 */
export function unlessStalled(
  texts: AsyncIterable<string>,
  milliseconds: number,
  stalled: () => void,
): Readable {
  const stream = Readable.from(watched());
  async function* watched() {
    for await (const text of texts) {
      const timer = setTimeout(() => {
        stalled();
        stream.destroy();
      }, milliseconds).unref();
      try {
        yield text;
      } finally {
        clearTimeout(timer);
      }
    }
  }
  return stream;
}
