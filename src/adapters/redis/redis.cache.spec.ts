import { adapterTools } from '../../../test/contracts/adapter-tools.js';
import { eventually } from '../../../test/contracts/eventually.js';
import { describeWith } from '../../../test/doubles/describe-with.js';
import { RedisServer } from '../../../test/doubles/redis-server.js';
import { TcpProxy } from '../../../test/doubles/tcp-proxy.js';
import { RedisCache } from './redis.cache.js';
import { RedisCalls } from './redis-calls.js';
import { RedisConnection } from './redis-connection.js';
import { RedisCacheHealth } from './redis.health.js';
import { RedisTurns } from './redis-turns.js';
import { RedisWindow } from './redis.window.js';

const LONG_SECONDS = 600;
const never = new AbortController().signal;

describeWith('redis-server', 'A cache whose Redis is in trouble', () => {
  let server: RedisServer;
  let proxy: TcpProxy;
  let close: () => Promise<void>;

  beforeAll(async () => {
    server = await RedisServer.start('--requirepass', 'sesame-sesame');
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    proxy = await TcpProxy.to(server.port);
  });
  afterEach(async () => {
    await close();
    await proxy.close();
  });

  function connect(password = 'sesame-sesame') {
    const url = `redis://:${password}@127.0.0.1:${proxy.port}`;
    const tools = adapterTools({ CACHE: 'redis', REDIS_URL: url });
    const redis = new RedisConnection(tools.config);
    const calls = new RedisCalls(redis, tools.metrics, tools.log);
    close = () => redis.onApplicationShutdown();
    return {
      ...tools,
      client: redis.client,
      cache: new RedisCache(calls, new RedisTurns(calls)),
      window: new RedisWindow(calls),
      health: new RedisCacheHealth(calls),
    };
  }
  const connected = async () => {
    const all = connect();
    await eventually(() => all.client.status === 'ready');
    await all.client.flushall();
    return all;
  };
  const isHealthy = (health: RedisCacheHealth) => () =>
    health.check().then(
      () => true,
      () => false,
    );

  it('goes on with its own memory while Redis is away, and says so once', async () => {
    const { cache, client, health, logs } = await connected();
    await cache.set('before', '1', LONG_SECONDS);
    await proxy.refuse();
    await cache.set('meanwhile', '2', LONG_SECONDS);
    expect((await cache.get('before'))?.value).toBe('1');
    expect((await cache.get('meanwhile'))?.value).toBe('2');
    for (let index = 0; index < 50; index += 1) expect(await cache.get(`unknown-${index}`)).toBeNull();
    await expect(health.check()).rejects.toMatchObject({ reason: 'unreachable' });
    expect(logs.of('circuit_state_changed')).toHaveLength(1);
    expect(logs.of('api_call_failed').length).toBeLessThanOrEqual(3);
    expect(logs.text).not.toContain('sesame');
    await proxy.accept();
    await eventually(isHealthy(health));
    await cache.set('after', '3', LONG_SECONDS);
    expect(await client.exists('cache:after')).toBe(1);
  });

  it('waits for a hanging Redis no longer than its bound, and soon not at all', async () => {
    const { cache, health, calls } = await connected();
    proxy.pause();
    for (let index = 0; index < 20; index += 1) expect(await cache.get(`key-${index}`)).toBeNull();
    expect(await calls('redis', 'failed')).toBe(3);
    await expect(health.check()).rejects.toMatchObject({ reason: 'timeout' });
    proxy.resume();
    await eventually(isHealthy(health));
  });

  it('leaves a connection that has died in silence', async () => {
    const { cache, client, health } = await connected();
    proxy.pause();
    await cache.get('key');
    await eventually(() => client.status !== 'ready');
    proxy.resume();
    await eventually(isHealthy(health));
  });

  it('bears a connection that is cut in the middle of a call', async () => {
    const { cache, health } = await connected();
    proxy.delayMs = 60_000;
    const reading = cache.get('key');
    proxy.cut();
    expect(await reading).toBeNull();
    proxy.delayMs = 0;
    await eventually(isHealthy(health));
  });

  it('starts without Redis, and finds it when it comes', async () => {
    await proxy.refuse();
    const { cache, health } = connect();
    expect(await cache.get('key')).toBeNull();
    await expect(health.check()).rejects.toMatchObject({ reason: 'unreachable' });
    await proxy.accept();
    await eventually(isHealthy(health));
  });

  it('makes nobody wait for a turn that nobody can give', async () => {
    const { cache } = await connected();
    proxy.pause();
    expect(await cache.alone('key', never, () => Promise.resolve('done'))).toBe('done');
  });

  it('does not count for all where it cannot', async () => {
    const { window } = await connected();
    proxy.pause();
    expect(await window.take('alice', 1, 1000)).toBeNull();
  });

  it('tells a wrong password', async () => {
    const { health, logs } = connect('wrong-wrong-wrong');
    const reason = () =>
      health.check().then(
        () => 'none',
        (error: unknown) => (error as { reason: string }).reason,
      );
    await eventually(async () => (await reason()) === 'permission_denied');
    expect(logs.text).not.toContain('wrong-wrong');
  });

  it('tells a Redis that only reads, and one that is full', async () => {
    const { client, health } = await connected();
    await client.replicaof('127.0.0.1', '1');
    await expect(health.check()).rejects.toMatchObject({ reason: 'read_only' });
    await client.replicaof('NO', 'ONE');
    await client.config('SET', 'maxmemory', '1');
    await expect(health.check()).rejects.toMatchObject({ reason: 'out_of_memory' });
    await client.config('SET', 'maxmemory', '0');
    await expect(health.check()).resolves.toBeUndefined();
  });

  it('lets the next have its turn soon after a process died in the middle of its own', async () => {
    const dead = await connected();
    await dead.client.set('turn:key', 'of a process that was killed', 'PX', 300);
    const turn = dead.cache.alone('key', never, () => dead.client.get('turn:key'));
    expect(await turn).not.toContain('killed');
  });

  it('sends nothing to Redis that is longer than any answer', async () => {
    const { cache, client } = await connected();
    await cache.set('key', '"short"', LONG_SECONDS);
    await cache.set('key', JSON.stringify('x'.repeat(9 * 1024 * 1024)), LONG_SECONDS);
    expect(await cache.get('key')).toBeNull();
    expect(await client.exists('cache:key')).toBe(0);
  });
});
