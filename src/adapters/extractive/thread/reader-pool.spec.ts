import { join } from 'node:path';
import { read, type ReadOrder } from '../engine/read.js';
import { ReaderPool } from './reader-pool.js';

const ORDER: ReadOrder = { company: 'Acme', frameworks: ['swot'], sources: [], items: 1 };
const NEVER = new AbortController().signal;
const ERRATIC = { workerFile: join(__dirname, '../../../../test/doubles/erratic-thread.js') };
/** What the erratic thread understands, in the place of an order. */
const deed = (name: string) => ({ ...ORDER, deed: name, word: 'x' });

const pools: ReaderPool[] = [];
function poolOf(options: ConstructorParameters<typeof ReaderPool>[0] = {}): ReaderPool {
  const pool = new ReaderPool(options);
  pools.push(pool);
  return pool;
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

describe('ReaderPool', () => {
  it('reads in a thread of its own', async () => {
    const sources = [{ id: 'a', content: 'Acme holds 43 patents on battery cooling.' }];
    const reading = await poolOf().read({ ...ORDER, sources }, NEVER);
    expect(reading.buckets.swot).toHaveProperty('strengths');
  });

  it('reads long sources in two threads at once, with the same result', async () => {
    const long = 'Acme holds 43 patents on battery cooling. Cheap imports undercut our prices. '.repeat(
      1_000,
    );
    const sources = ['a', 'b'].map((id) => ({ id, content: long }));
    const pool = poolOf();
    expect(await pool.read({ ...ORDER, sources }, NEVER)).toEqual(read({ ...ORDER, sources }));
    expect(pool.running).toBe(2);
  });

  it('reads no half any further whose other half was lost', async () => {
    const pool = poolOf({ ...ERRATIC, queue: 0 });
    await pool.read(deed('answer'), NEVER);
    const content = 'x'.repeat(100_000);
    const sources = ['a', 'b'].map((id) => ({ id, content }));
    await expect(pool.read({ ...deed('crash'), sources }, NEVER)).rejects.toMatchObject({
      code: 'engine_unavailable',
    });
    await expect(pool.read(deed('answer'), NEVER)).resolves.toBe('X');
  });

  it.each(['crash', 'end'])(
    'is unavailable for an order whose thread is lost (%s), and reads the next',
    async (name) => {
      const pool = poolOf(ERRATIC);
      await expect(pool.read(deed(name), NEVER)).rejects.toMatchObject({
        code: 'engine_unavailable',
        retryable: true,
      });
      await expect(pool.read(deed('answer'), NEVER)).resolves.toBe('X');
    },
  );

  it('ends a reading that hangs at its deadline, and reads the next', async () => {
    const pool = poolOf({ ...ERRATIC, deadlineMs: 1_500 });
    await pool.ready();
    await expect(pool.read(deed('hang'), NEVER)).rejects.toMatchObject({ code: 'deadline_exceeded' });
    await expect(pool.read(deed('answer'), NEVER)).resolves.toBe('X');
  });

  it('ends a reading that nobody waits for, and refuses what would wait too far behind', async () => {
    const pool = poolOf({ ...ERRATIC, size: 1, queue: 1 });
    await pool.ready();
    const caller = new AbortController();
    const hanging = pool.read(deed('hang'), caller.signal);
    const waiting = pool.read(deed('answer'), NEVER);
    await expect(pool.read(deed('answer'), NEVER)).rejects.toMatchObject({ code: 'overloaded' });
    caller.abort(new Error('gone'));
    await expect(hanging).rejects.toThrow('gone');
    await expect(waiting).resolves.toBe('X');
  });
});
