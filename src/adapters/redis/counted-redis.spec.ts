import { once } from 'node:events';
import { adapterTools, type AdapterTools } from '../../../test/contracts/adapter-tools.js';
import { eventually } from '../../../test/contracts/eventually.js';
import { describeWith } from '../../../test/doubles/describe-with.js';
import { RedisServer } from '../../../test/doubles/redis-server.js';
import { CountedRedis } from './counted-redis.js';

/** The ready check would be a command of its own. */
const OPTIONS = { enableReadyCheck: false, disconnectTimeout: 100 };

describeWith('redis-server', 'A connection whose commands are counted', () => {
  let server: RedisServer;
  let tools: AdapterTools;
  let client: CountedRedis;

  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    tools = adapterTools({});
    client = new CountedRedis(tools.metrics, { ...OPTIONS, maxRetriesPerRequest: 0 }, server.url);
    await once(client, 'ready');
    await client.ping();
  });
  afterEach(() => client.disconnect());

  /** What is counted meanwhile. */
  async function counted(work: () => Promise<unknown>) {
    const look = async () => [
      await tools.calls('redis', 'success'),
      await tools.calls('redis', 'failed'),
      await tools.timed('redis'),
    ];
    const before = await look();
    await work();
    const [success, failed, timed] = (await look()).map((count, index) => count - before[index]!);
    return { success, failed, timed };
  }

  it('counts and times each, also of a copy, a script and a transaction', async () => {
    expect(await counted(() => client.set('key', '1'))).toEqual({ success: 1, failed: 0, timed: 1 });
    const copy = client.duplicate({ connectionName: 'copy' });
    await copy.ping();
    expect(await counted(() => copy.get('key'))).toEqual({ success: 1, failed: 0, timed: 1 });
    copy.disconnect();
    expect(await counted(() => client.eval('return 1', 0))).toMatchObject({ success: 1 });
    expect(await counted(() => client.multi().get('key').get('key').exec())).toMatchObject({ success: 4 });
  });

  it('does not call it failed where Redis has to be sent a script whole', async () => {
    const one = { numberOfKeys: 0, lua: `return ${Date.now()}` };
    client.defineCommand('unheard', one);
    const { unheard } = client as unknown as { unheard(this: CountedRedis): Promise<number> };
    expect(await counted(() => unheard.call(client))).toMatchObject({ success: 1, failed: 0 });
  });

  it('counts what Redis refuses as failed', async () => {
    await client.set('text', 'a');
    expect(await counted(() => client.incr('text').catch(() => undefined))).toMatchObject({
      success: 0,
      failed: 1,
    });
  });

  it('counts a command once that has to wait for its connection', async () => {
    const early = new CountedRedis(tools.metrics, OPTIONS, server.url);
    expect(await counted(() => early.get('key'))).toMatchObject({ success: 1 });
    early.disconnect();
  });

  it('does not time what waits for something to do, nor call it failed when nobody waits any more', async () => {
    expect(await counted(() => client.bzpopmin('nothing', 0.1))).toEqual({ success: 1, failed: 0, timed: 0 });
    const given = client.bzpopmin('nothing', 60).catch((error: unknown) => error);
    const up = await counted(async () => {
      client.disconnect();
      expect(await given).toBeInstanceOf(Error);
    });
    expect(up).toEqual({ success: 0, failed: 0, timed: 0 });
  });

  it('counts a command as failed whose connection breaks', async () => {
    const broken = await counted(async () => {
      server.pause();
      const asked = client.get('key').catch((error: unknown) => error);
      client.disconnect();
      expect(await asked).toBeInstanceOf(Error);
      server.resume();
    });
    expect(broken).toMatchObject({ success: 0, failed: 1 });
    await eventually(() => client.status === 'end');
  });
});
