import {
  CheckFailed,
  type CheckFacts,
  type HealthCheckOptions,
  type HealthIndicator,
} from './health-check.js';
import { MonitoredCheck, type Transition } from './monitored-check.js';

const TIMING = { timeoutMs: 1000, ttlMs: 2000, maxAgeMs: 27_000 };
type Answer = CheckFacts | Error | undefined;

/** A check that answers what the test says, the changes that it told of, and how often it ran. */
function monitored(options: Pick<HealthCheckOptions, 'failAfter' | 'recoverAfter'> = {}, timing = TIMING) {
  const state = { runs: 0, answer: undefined as Answer, changes: [] as Transition[] };
  const indicator: HealthIndicator = {
    check() {
      state.runs += 1;
      const { answer } = state;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  const full = { name: 'ledger', provider: 'books', criticality: 'critical', ...options } as const;
  const check = new MonitoredCheck(indicator, full, full.criticality, timing, (change) => {
    state.changes.push(change);
  });
  /** One run with this answer, past the time for which results are shared. */
  const after = async (answer: Answer) => {
    state.answer = answer;
    await jest.advanceTimersByTimeAsync(timing.ttlMs);
    await check.refresh();
    return check.status;
  };
  return { check, state, after };
}

const DOWN = new CheckFailed('refused');

describe('A monitored check', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is unknown before its first result', () => {
    const { check } = monitored();
    expect([check.status, check.reason, check.changedAt]).toEqual(['unknown', 'expired', null]);
  });

  it('runs once for any number of callers, and once for each time to live', async () => {
    const { check, state } = monitored();
    await Promise.all(Array.from({ length: 200 }, () => check.refresh()));
    expect(state.runs).toBe(1);
    await jest.advanceTimersByTimeAsync(TIMING.ttlMs - 1);
    await check.refresh();
    expect(state.runs).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    await Promise.all(Array.from({ length: 200 }, () => check.refresh()));
    expect(state.runs).toBe(2);
  });

  it('tells of a change once, from what and to what, with the reason and the cause', async () => {
    const { after, state } = monitored();
    for (const answer of [undefined, undefined, DOWN, DOWN, { degraded: true }, undefined])
      await after(answer);
    expect(state.changes.map(({ from, to, reason }) => [from, to, reason])).toEqual([
      ['unknown', 'up', undefined],
      ['up', 'down', 'refused'],
      ['down', 'degraded', undefined],
      ['degraded', 'up', undefined],
    ]);
    expect(state.changes[1]).toMatchObject({ check: 'ledger', cause: DOWN });
  });

  it('falls only after the failures in a row that it asks for', async () => {
    const { after } = monitored({ failAfter: 3 });
    await after(undefined);
    const seen = [];
    for (const answer of [DOWN, DOWN, undefined, DOWN, DOWN, DOWN]) seen.push(await after(answer));
    expect(seen).toEqual(['up', 'up', 'up', 'up', 'up', 'down']);
  });

  it('rises only after the successes in a row that it asks for', async () => {
    const { after } = monitored({ recoverAfter: 2 });
    await after(DOWN);
    const seen = [];
    for (const answer of [undefined, DOWN, undefined, { degraded: true }]) seen.push(await after(answer));
    expect(seen).toEqual(['down', 'down', 'down', 'degraded']);
  });

  it('believes its first result at once, also a bad one', async () => {
    const { after } = monitored({ failAfter: 5, recoverAfter: 5 });
    expect(await after(DOWN)).toBe('down');
  });

  it('is unknown once its last result is too old', async () => {
    const { check, after } = monitored();
    await after(undefined);
    await jest.advanceTimersByTimeAsync(TIMING.maxAgeMs);
    expect(check.status).toBe('up');
    await jest.advanceTimersByTimeAsync(1);
    expect([check.status, check.reason]).toEqual(['unknown', 'expired']);
  });

  it('is unknown, and says so, when it has failed for too long to be still called up', async () => {
    const { check, state, after } = monitored({ failAfter: 1000 });
    await after(undefined);
    while ((await after(DOWN)) === 'up');
    expect(check.status).toBe('unknown');
    expect(state.changes.at(-1)).toMatchObject({ from: 'up', to: 'unknown', reason: 'expired' });
  });

  it('keeps no result fresh because the clock of the machine was set back', async () => {
    const { check, state, after } = monitored();
    await after(undefined);
    jest.setSystemTime(Date.now() - 3_600_000);
    await after(DOWN);
    expect([state.runs, check.status]).toEqual([2, 'down']);
  });

  it('remembers its last twenty results', async () => {
    const { check, after } = monitored();
    await after(DOWN);
    for (let run = 0; run < 25; run += 1) await after(undefined);
    expect(check.history).toHaveLength(20);
    expect(check.history.every(({ status }) => status === 'up')).toBe(true);
  });
});
