import { join } from 'node:path';
import { type PoolOptions, ThreadPool } from './threads.js';

interface Order {
  readonly deed: 'answer' | 'throw' | 'crash' | 'end' | 'hang';
  readonly word?: string;
}

const NEVER = new AbortController().signal;
const pools: ThreadPool<Order, string>[] = [];

function poolOf(options: Partial<PoolOptions> = {}): ThreadPool<Order, string> {
  const pool = new ThreadPool<Order, string>({
    workerFile: join(__dirname, '../../test/doubles/erratic-thread.js'),
    size: 1,
    queue: 8,
    deadlineMs: 10_000,
    memoryMb: 64,
    idleMs: null,
    task: 'Shouting',
    ...options,
  });
  pools.push(pool);
  return pool;
}

const shout = (pool: ThreadPool<Order, string>, word: string, signal = NEVER) =>
  pool.do({ deed: 'answer', word }, signal);

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

describe('ThreadPool', () => {
  it('starts no thread before there is work, then keeps it', async () => {
    const pool = poolOf();
    expect(pool.running).toBe(0);
    expect(await Promise.all(['a', 'b', 'c'].map((word) => shout(pool, word)))).toEqual(['A', 'B', 'C']);
    expect(pool.running).toBe(1);
  });

  it('ends a thread that has had nothing to do, and starts another for the next order', async () => {
    const pool = poolOf({ idleMs: 1 });
    expect(await shout(pool, 'once')).toBe('ONCE');
    while (pool.running > 0) await new Promise((wake) => setTimeout(wake, 5));
    expect(await shout(pool, 'again')).toBe('AGAIN');
  });

  it('passes on what an order threw, and keeps the thread', async () => {
    const pool = poolOf();
    await expect(pool.do({ deed: 'throw', word: 'too far' }, NEVER)).rejects.toMatchObject({
      name: 'RangeError',
      message: 'too far',
    });
    expect(pool.running).toBe(1);
  });

  it.each(['crash', 'end'] as const)(
    'says when the thread was lost (%s), and the next order is done',
    async (deed) => {
      const pool = poolOf();
      await expect(pool.do({ deed, word: 'broken' }, NEVER)).rejects.toMatchObject({ name: 'ThreadLost' });
      expect(await shout(pool, 'next')).toBe('NEXT');
    },
  );

  it('stops an order that hangs at its deadline, and the next order is done', async () => {
    const pool = poolOf({ deadlineMs: 1_500 });
    await pool.ready();
    await expect(pool.do({ deed: 'hang' }, NEVER)).rejects.toMatchObject({
      code: 'deadline_exceeded',
      message: 'Shouting took too long and was stopped.',
    });
    expect(await shout(pool, 'next')).toBe('NEXT');
  });

  it('stops an order that nobody waits for any more', async () => {
    const pool = poolOf();
    await pool.ready();
    const caller = new AbortController();
    const hanging = pool.do({ deed: 'hang' }, caller.signal);
    const waiting = shout(pool, 'next');
    caller.abort(new Error('hung up'));
    await expect(hanging).rejects.toThrow('hung up');
    expect(await waiting).toBe('NEXT');
  });

  it('refuses what would wait too far behind, and drops from its queue who gives up', async () => {
    const pool = poolOf({ queue: 1 });
    const caller = new AbortController();
    const first = shout(pool, 'first');
    const second = shout(pool, 'second', caller.signal);
    await expect(shout(pool, 'third')).rejects.toMatchObject({ code: 'overloaded', status: 503 });
    caller.abort(new Error('gave up'));
    await expect(second).rejects.toThrow('gave up');
    expect(await first).toBe('FIRST');
    expect(await shout(pool, 'fourth')).toBe('FOURTH');
  });

  it('starts as many threads as its size, no more', async () => {
    const pool = poolOf({ size: 2 });
    await Promise.all(['a', 'b', 'c', 'd'].map((word) => shout(pool, word)));
    expect(pool.running).toBe(2);
  });

  it('takes no order once it is closed', async () => {
    const pool = poolOf();
    await shout(pool, 'last');
    await pool.close();
    expect(pool.running).toBe(0);
    await expect(shout(pool, 'late')).rejects.toMatchObject({ code: 'shutting_down' });
  });
});
