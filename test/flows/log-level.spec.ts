import { Injectable, Module } from '@nestjs/common';
import { Log } from '../../src/logging/log.js';
import { createTestApp, type TestApp } from '../harness.js';

const OPS_TOKEN = 'the-operators-token';
const token = { authorization: `Bearer ${OPS_TOKEN}` };
const API_KEYS = `alice:${'0'.repeat(64)}`;

@Injectable()
class Chatterbox {
  constructor(readonly log: Log) {}
}
@Injectable()
class Neighbour {
  constructor(readonly log: Log) {}
}
@Module({ providers: [Chatterbox, Neighbour] })
class TalkModule {}

interface Levels {
  readonly level: string;
  readonly until: string | null;
  readonly configured: string;
  readonly loggers: Record<string, { readonly level: string; readonly until: string | null }>;
}

describe('The log level at run time', () => {
  let service: TestApp;
  beforeEach(async () => {
    service = await createTestApp({ env: { OPS_TOKEN, API_KEYS }, imports: [TalkModule] });
  });
  afterEach(() => service.close());

  const put = (body: unknown, headers: Record<string, string> = token) =>
    service.get('/health/log-level', {
      method: 'PUT',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const read = async () =>
    (await (await service.get('/health/log-level', { headers: token })).json()) as Levels;
  /** Who of the two is heard at which level. */
  const heard = () => {
    service.logs.lines.length = 0;
    for (const { log } of [service.app.get(Chatterbox), service.app.get(Neighbour)])
      for (const level of ['debug', 'info', 'warning'] as const) log[level]('said');
    return service.logs.of('said').map(({ logger, level }) => `${String(logger)} ${String(level)}`);
  };

  it('is shown and changed with the ops token only', async () => {
    for (const headers of [{}, { 'x-api-key': 'alice' }]) {
      expect((await service.get('/health/log-level', { headers })).status).toBe(401);
      expect((await put({ level: 'DEBUG' }, headers)).status).toBe(401);
    }
    expect(await read()).toMatchObject({ level: 'INFO', configured: 'INFO', until: null });
    expect((await read()).loggers.Chatterbox).toEqual({ level: 'INFO', until: null });
  });

  it('holds for every logger', async () => {
    expect(await (await put({ level: 'DEBUG' })).json()).toMatchObject({
      level: 'DEBUG',
      configured: 'INFO',
    });
    expect(heard().filter((line) => line.endsWith('DEBUG'))).toHaveLength(2);
    await put({ level: 'WARNING' });
    expect(heard()).toEqual(['Chatterbox WARNING', 'Neighbour WARNING']);
    await put({ level: null });
    expect(heard().filter((line) => line.endsWith('INFO'))).toHaveLength(2);
  });

  it('holds for one logger, which goes before what holds for all', async () => {
    const answer = await put({ level: 'DEBUG', logger: 'Chatterbox' });
    expect(((await answer.json()) as Levels).loggers).toMatchObject({
      Chatterbox: { level: 'DEBUG' },
      Neighbour: { level: 'INFO' },
    });
    await put({ level: 'ERROR' });
    expect(heard()).toEqual(['Chatterbox DEBUG', 'Chatterbox INFO', 'Chatterbox WARNING']);
    await put({ level: null, logger: 'Chatterbox' });
    expect(heard()).toEqual([]);
  });

  it('silences and brings back the access lines, which are written past the other loggers', async () => {
    const lines = () => service.logs.of('http_request_completed').length;
    await put({ level: 'WARNING', logger: 'AccessLog' });
    await service.get('/quiet');
    expect(heard()).toContain('Neighbour INFO');
    await put({ level: null, logger: 'AccessLog' });
    const before = lines();
    await service.get('/heard');
    const [line] = await service.logs.until('http_request_completed', before + 1);
    expect(line).toMatchObject({ path: '/heard' });
  });

  it('returns by itself when its time is over, and says so under the ID of the request that set it', async () => {
    const asked = Date.now();
    const headers = { ...token, 'x-request-id': 'night-shift' };
    const answer = await put({ level: 'DEBUG', logger: 'Chatterbox', for_seconds: 1 }, headers);
    const { until } = ((await answer.json()) as Levels).loggers.Chatterbox!;
    expect(Date.parse(String(until)) - asked).toBeGreaterThanOrEqual(1000);
    expect(await service.logs.until('log_level_changed', 2)).toMatchObject([
      { target: 'Chatterbox', from: 'INFO', to: 'DEBUG', until, request_id: 'night-shift', level: 'INFO' },
      { target: 'Chatterbox', from: 'DEBUG', to: 'INFO', until: null, request_id: 'night-shift' },
    ]);
    expect(heard()).not.toContain('Chatterbox DEBUG');
  });

  it('ends after an hour where no time is named', async () => {
    for (const [order, changed] of [
      [{ level: 'DEBUG' }, (levels: Levels) => levels],
      [{ level: 'DEBUG', logger: 'Chatterbox' }, (levels: Levels) => levels.loggers.Chatterbox!],
    ] as const) {
      const asked = Date.now();
      const { until } = changed((await (await put(order)).json()) as Levels);
      expect(Math.abs(Date.parse(String(until)) - asked - 3_600_000)).toBeLessThan(5000);
    }
    await put({ level: null });
    expect((await read()).until).toBeNull();
  });

  it('is not ended by the time of a change that another has replaced', async () => {
    await put({ level: 'DEBUG', logger: 'Chatterbox', for_seconds: 1 });
    await put({ level: 'DEBUG', logger: 'Chatterbox' });
    await put({ level: 'ERROR', logger: 'Neighbour', for_seconds: 1 });
    await service.logs.until(
      'log_level_changed',
      1,
      ({ target, to }) => target === 'Neighbour' && to === 'INFO',
    );
    expect((await read()).loggers.Chatterbox).toMatchObject({ level: 'DEBUG' });
  });

  it('is told of a change also where nothing else is logged any more', async () => {
    await put({ level: 'CRITICAL' });
    await put({ level: 'ERROR' });
    expect(service.logs.of('log_level_changed')).toMatchObject([
      { target: 'all', from: 'INFO', to: 'CRITICAL', logger: 'LogLevels' },
      { target: 'all', from: 'CRITICAL', to: 'ERROR' },
    ]);
  });

  it.each([
    ['level', {}],
    ['level', { level: 'LOUD' }],
    ['logger', { level: 'DEBUG', logger: 'Nobody' }],
    ['for_seconds', { level: 'DEBUG', for_seconds: 0 }],
    ['for_seconds', { level: 'DEBUG', for_seconds: 86_401 }],
    ['for_seconds', { level: null, for_seconds: 5 }],
    ['colour', { level: 'DEBUG', colour: 'red' }],
  ])('names %s where %j is wrong, and changes nothing', async (path, body) => {
    const answer = await put(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'validation_error', details: [{ path }] });
    expect(service.logs.of('log_level_changed')).toEqual([]);
  });
});
