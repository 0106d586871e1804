import { randomUUID } from 'node:crypto';
import { adapterTools } from '../../../test/contracts/adapter-tools.js';
import { eventually } from '../../../test/contracts/eventually.js';
import { GcsServer } from '../../../test/doubles/gcs-server.js';
import { storedReport } from '../../../test/doubles/sample-analysis.js';
import type { Environment } from '../../config/config.js';
import { GcsCalls } from './gcs-calls.js';
import { GcsClient } from './gcs-client.js';
import { GcsHealth } from './gcs.health.js';
import { GcsLinks } from './gcs-links.js';
import { GcsObjects } from './gcs-objects.js';
import { GcsReportStorage } from './gcs-report.storage.js';

const REPORT = storedReport({ frameworks: ['swot'] }, 1);
const OTHER = storedReport({ frameworks: ['swot'], company: 'Other' }, 1);

let server: GcsServer;
beforeEach(async () => {
  server = await GcsServer.start();
});
afterEach(() => server.close());

function connect(env: Environment = {}) {
  const tools = adapterTools({ ...server.env, BACKEND_TIMEOUT: '5', ...env });
  const objects = new GcsObjects(new GcsClient(tools.config));
  const calls = new GcsCalls(tools.config, tools.metrics, tools.log);
  const links = new GcsLinks(tools.config);
  const storage = new GcsReportStorage(objects, calls, links);
  return { ...tools, storage, health: new GcsHealth(objects, calls, links) };
}

/** Hanging calls end soon. */
const IMPATIENT = { BACKEND_TIMEOUT: '0.1' };
const overloaded = { code: 'overloaded', retryable: true, retryAfterSeconds: 5 };

describe('a report on its way to the bucket', () => {
  it('is sent once, with its hash, the precondition, and no credentials for a stand-in', async () => {
    const { storage } = connect();
    await storage.put(randomUUID(), REPORT);
    expect(server.requests).toHaveLength(1);
    const [request] = server.requests;
    expect(request?.query.get('ifGenerationMatch')).toBe('0');
    expect(request?.headers.authorization).toBeUndefined();
    expect(request?.body.toString()).toContain('"md5Hash":');
  });

  it('is tried again after a 503 and a closed connection', async () => {
    const { storage, calls, logs } = connect();
    const id = randomUUID();
    server.troubles.push(503, 'reset');
    await storage.put(id, REPORT);
    expect(await storage.get(id)).not.toBeNull();
    expect(await calls('gcs', 'failed')).toBe(2);
    expect(await calls('gcs', 'success')).toBe(2);
    expect(logs.of('api_call_failed').map(({ reason, attempt }) => [reason, attempt])).toEqual([
      ['unavailable', 1],
      ['unreachable', 2],
    ]);
  });

  it('is stored where only the answer was lost: the object that stands there is our own', async () => {
    const { storage } = connect();
    const id = randomUUID();
    server.troubles.push('lost_answer');
    await storage.put(id, REPORT);
    expect((await storage.get(id))?.report.company).toBe(REPORT.report.company);
  });

  it('is refused where a failed try is followed by the finding that somebody else’s stands there', async () => {
    const { storage } = connect();
    const id = randomUUID();
    await storage.put(id, OTHER);
    server.troubles.push(503);
    await expect(storage.put(id, REPORT)).rejects.toMatchObject({ code: 'conflict' });
    expect((await storage.get(id))?.report.company).toBe('Other');
  });

  it('is refused also where the other’s has the same content', async () => {
    const { storage } = connect();
    const id = randomUUID();
    await storage.put(id, REPORT);
    server.troubles.push('reset');
    await expect(storage.put(id, REPORT)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is given up after three tries, in words that a client may read', async () => {
    const { storage } = connect();
    server.trouble = 503;
    await expect(storage.put(randomUUID(), REPORT)).rejects.toMatchObject({
      ...overloaded,
      message: 'The report cannot be stored just now.',
    });
    expect(server.requests).toHaveLength(3);
  });

  it('is not tried again where trying does not help', async () => {
    const { storage, logs } = connect();
    server.trouble = 403;
    await expect(storage.put(randomUUID(), REPORT)).rejects.toMatchObject(overloaded);
    expect(server.requests).toHaveLength(1);
    expect(logs.of('api_call_failed')[0]).toMatchObject({ service: 'gcs', reason: 'permission_denied' });
  });

  it('leaves no upload behind when the server hangs', async () => {
    const { storage } = connect(IMPATIENT);
    server.trouble = 'hang';
    await expect(storage.put(randomUUID(), REPORT)).rejects.toMatchObject(overloaded);
    await eventually(() => server.abandoned === 3);
    expect(server.objects.size).toBe(0);
  });
});

describe('a report on its way back', () => {
  it.each(['truncated', 'corrupted'] as const)('is read again where it came %s', async (trouble) => {
    const { storage } = connect();
    const id = randomUUID();
    await storage.put(id, REPORT);
    server.troubles.push(trouble);
    expect((await storage.get(id))?.report.company).toBe(REPORT.report.company);
  });

  it('is not taken for missing where the bucket is', async () => {
    const { storage, health } = connect({ GCS_BUCKET: 'no-such-bucket' });
    await expect(storage.get(randomUUID())).rejects.toMatchObject(overloaded);
    await expect(storage.remove(randomUUID())).rejects.toMatchObject(overloaded);
    await expect(health.check()).rejects.toMatchObject({ reason: 'not_found' });
  });

  it('does not keep anybody waiting once the server has failed five times in a row', async () => {
    const { storage, logs } = connect();
    server.trouble = 500;
    await expect(storage.get(randomUUID())).rejects.toMatchObject(overloaded);
    await expect(storage.get(randomUUID())).rejects.toMatchObject(overloaded);
    const sent = server.requests.length;
    expect(sent).toBe(5);
    await expect(storage.get(randomUUID())).rejects.toMatchObject(overloaded);
    expect(server.requests).toHaveLength(sent);
    expect(logs.of('circuit_state_changed')).toEqual([
      expect.objectContaining({ service: 'gcs', state: 'open' }),
    ]);
  });
});

describe('what was made from a report', () => {
  it('goes with it also where links are off, and before it: a removal that fails half-way can be repeated', async () => {
    const { storage } = connect({ DOWNLOAD_LINK_SECONDS: '0' });
    const [id, other] = [randomUUID(), randomUUID()];
    for (const each of [id, other]) {
      await storage.put(each, REPORT);
      const name = `downloads/${each}/report.pdf`;
      server.objects.set(name, { ...server.objects.get(`reports/${each}.json`)!, name });
    }
    const kept = [...server.objects.keys()].filter((name) => name.includes(other));
    server.trouble = 403;
    await expect(storage.remove(id)).rejects.toMatchObject(overloaded);
    server.trouble = null;
    expect(server.objects.has(`reports/${id}.json`)).toBe(true);
    await storage.remove(id);
    expect([...server.objects.keys()]).toEqual(kept);
    const removals = server.requests.filter(({ method }) => method === 'DELETE');
    expect(removals.map(({ path }) => decodeURIComponent(path.split('/o/').at(-1)!))).toEqual([
      `downloads/${id}/report.pdf`,
      `reports/${id}.json`,
    ]);
  });
});

describe('the list of what lies in the bucket', () => {
  it('goes through all pages, and names nothing but reports', async () => {
    const { storage } = connect();
    server.pageSize = 2;
    const ids = Array.from({ length: 5 }, () => randomUUID());
    for (const id of ids) await storage.put(id, REPORT);
    const report = server.objects.get(`reports/${ids[0]}.json`)!;
    server.objects.set('reports/notes.txt', { ...report, name: 'reports/notes.txt' });
    await eventually(async () => (await storage.stale(0)).length === 5);
    expect([...(await storage.stale(0))].sort()).toEqual([...ids].sort());
  });
});

describe('the health of the storage', () => {
  it('is good where the bucket answers, also on an empty one', async () => {
    await expect(connect().health.check()).resolves.toBeUndefined();
  });

  it.each([
    ['hang', 'timeout'],
    ['reset', 'unreachable'],
    [503, 'unavailable'],
    [403, 'permission_denied'],
    [429, 'too_many_requests'],
    ['garbage', 'rejected'],
  ] as const)('tells %s as %s', async (trouble, reason) => {
    server.trouble = trouble;
    await expect(connect(IMPATIENT).health.check()).rejects.toMatchObject({ reason });
  });

  it('tells a server that is not there', async () => {
    const { health } = connect({ STORAGE_EMULATOR_HOST: 'http://127.0.0.1:1' });
    await expect(health.check()).rejects.toMatchObject({ reason: 'unreachable' });
  });

  it('is good again soon after the server is back', async () => {
    const { health, storage } = connect(IMPATIENT);
    server.trouble = 'reset';
    for (let index = 0; index < 5; index += 1) await expect(health.check()).rejects.toBeDefined();
    server.trouble = null;
    await eventually(() =>
      health.check().then(
        () => true,
        () => false,
      ),
    );
    await storage.put(randomUUID(), REPORT);
  });
});
