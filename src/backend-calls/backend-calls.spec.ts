import { adapterTools } from '../../test/contracts/adapter-tools.js';
import { BackendCalls, BackendFault } from './backend-calls.js';

const AWAY = new BackendFault('unreachable');

describe('Calls to a backend that was away', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('are tried again after five seconds at the latest, however long a call may take', async () => {
    const { metrics, log } = adapterTools({});
    const rules = { timeoutMs: 60_000, tries: 1, failuresToRest: 2, restMs: 60_000, faultOf: () => AWAY };
    const calls = new BackendCalls({ service: 'gcs', ...rules }, metrics, log);
    const work = jest.fn(() => Promise.reject(new Error('away')));
    for (let call = 0; call < 5; call += 1) await expect(calls.call(work)).rejects.toBe(AWAY);
    expect(work).toHaveBeenCalledTimes(2);
    jest.advanceTimersByTime(4900);
    await expect(calls.call(work)).rejects.toBe(AWAY);
    expect(work).toHaveBeenCalledTimes(2);
    jest.advanceTimersByTime(200);
    await expect(calls.call(() => Promise.resolve('back'))).resolves.toBe('back');
  });
});
