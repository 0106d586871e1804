import { BoundedRuns } from './bounded-runs.js';
import { CheckFailed, type CheckFacts, type HealthIndicator } from './health-check.js';

const TIMEOUT_MS = 1000;

/** An indicator that does what the test says, and counts. */
class Scripted implements HealthIndicator {
  runs = 0;
  signal: AbortSignal | undefined;
  next: (signal: AbortSignal) => Promise<CheckFacts | undefined> = () => Promise.resolve(undefined);

  check(signal: AbortSignal): Promise<CheckFacts | undefined> {
    this.runs += 1;
    this.signal = signal;
    return this.next(signal);
  }
}

const never = () => new Promise<undefined>(() => undefined);

describe('Runs of a check', () => {
  const indicator = new Scripted();
  let runs: BoundedRuns;

  beforeEach(() => {
    jest.useFakeTimers();
    Object.assign(indicator, new Scripted());
    runs = new BoundedRuns(indicator, TIMEOUT_MS);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** Starts a run and lets its time pass. */
  const timedOut = async () => {
    const run = runs.run();
    await jest.advanceTimersByTimeAsync(TIMEOUT_MS);
    return run;
  };

  it('are up, or degraded with a reason', async () => {
    expect(await runs.run()).toMatchObject({ status: 'up', reason: undefined });
    indicator.next = () => Promise.resolve({ degraded: true, reason: 'disk_filling_up' });
    expect(await runs.run()).toMatchObject({ status: 'degraded', reason: 'disk_filling_up' });
  });

  it('are down with the code of the failure, also where the indicator throws before it waits', async () => {
    indicator.next = () => Promise.reject(new CheckFailed('refused'));
    expect(await runs.run()).toMatchObject({ status: 'down', reason: 'refused' });
    indicator.next = () => {
      throw new Error('connect ECONNREFUSED db.internal:5432');
    };
    expect(await runs.run()).toMatchObject({ status: 'down', reason: 'error' });
  });

  it('never pass on text that is no code', async () => {
    indicator.next = () => Promise.reject(new CheckFailed('connect ECONNREFUSED db.internal:5432'));
    expect(await runs.run()).toMatchObject({ status: 'down', reason: 'error' });
    indicator.next = () => Promise.resolve({ degraded: true, reason: 'Host db.internal is slow' });
    expect(await runs.run()).toMatchObject({ status: 'degraded', reason: 'error' });
  });

  it('keep what was thrown for the log', async () => {
    const cause = new Error('the cause');
    indicator.next = () => Promise.reject(cause);
    expect((await runs.run()).cause).toBe(cause);
  });

  it('end at their time-out, and tell the indicator by its signal', async () => {
    indicator.next = never;
    const run = runs.run();
    await jest.advanceTimersByTimeAsync(TIMEOUT_MS - 1);
    expect(indicator.signal?.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(indicator.signal?.aborted).toBe(true);
    expect(await run).toMatchObject({ status: 'down', reason: 'timeout', latencyMs: TIMEOUT_MS });
  });

  it('leave the signal of a run that was in time alone', async () => {
    await runs.run();
    await jest.advanceTimersByTimeAsync(10 * TIMEOUT_MS);
    expect(indicator.signal?.aborted).toBe(false);
  });

  it('follow each other at once where the indicator heeds its signal', async () => {
    indicator.next = (signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')));
      });
    for (let count = 1; count <= 5; count += 1) {
      expect(await timedOut()).toMatchObject({ reason: 'timeout' });
      expect(indicator.runs).toBe(count);
    }
  });

  it('report a time-out at once, and start no other, while one hangs', async () => {
    indicator.next = never;
    await timedOut();
    await jest.advanceTimersByTimeAsync(TIMEOUT_MS / 2);
    // Not one fake millisecond passes here: an answer that waited would never come.
    expect(await runs.run()).toMatchObject({
      status: 'down',
      reason: 'timeout',
      latencyMs: 1.5 * TIMEOUT_MS,
    });
    expect(indicator.runs).toBe(1);
  });

  it('that hang for ever stay few: in a day of probes every other second', async () => {
    indicator.next = never;
    for (let second = 0; second < 86_400; second += 2) {
      void runs.run();
      await jest.advanceTimersByTimeAsync(2000);
    }
    expect(indicator.runs).toBeGreaterThan(10);
    expect(indicator.runs).toBeLessThan(20);
  });

  it('find a dependency that came back although the old runs still hang', async () => {
    indicator.next = never;
    for (let tries = 0; tries < 60; tries += 1) {
      void runs.run();
      await jest.advanceTimersByTimeAsync(TIMEOUT_MS);
    }
    indicator.next = () => Promise.resolve(undefined);
    await jest.advanceTimersByTimeAsync(60 * TIMEOUT_MS);
    expect(await runs.run()).toMatchObject({ status: 'up' });
  });

  it('start again at once when the run that hung has ended, and take no account of how', async () => {
    const { promise, reject } = Promise.withResolvers<undefined>();
    indicator.next = () => promise;
    await timedOut();
    reject(new Error('too late to matter'));
    await jest.advanceTimersByTimeAsync(0);
    indicator.next = () => Promise.resolve(undefined);
    expect(await runs.run()).toMatchObject({ status: 'up' });
  });
});
