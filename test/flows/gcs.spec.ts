import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../contracts/eventually.js';
import { GcsServer } from '../doubles/gcs-server.js';
import { ServiceAccount } from '../doubles/service-account.js';
import { createTestApp, sample, type TestApp } from '../harness.js';

const REQUEST = {
  company: 'Northwind',
  cache: 'bypass',
  sources: [{ id: 'a', title: 'A', content: 'Costs rose.' }],
};
const storageOf = async (service: TestApp) => {
  const answer = await service.get('/health/ready');
  const { status, details } = (await answer.json()) as { status: string; details: { storage: object } };
  return { code: answer.status, status, storage: details.storage };
};

describe('The service on Google Cloud Storage', () => {
  let server: GcsServer;
  let service: TestApp | undefined;
  beforeEach(async () => {
    server = await GcsServer.start();
  });
  afterEach(async () => {
    await service?.close();
    await server.close();
  });

  const serve = async (seconds: number, more: Record<string, string> = {}) => {
    const env = { ...server.env, BACKEND_TIMEOUT: String(seconds), HEALTH_CACHE_TTL: '0', ...more };
    service = await createTestApp({ env });
    return service;
  };

  it('keeps reports with their texts in the bucket, gives them out, and removes them', async () => {
    const { post, get, scrape } = await serve(5);
    const made = (await (await post('/analyze', REQUEST)).json()) as {
      report_id: string;
      report_url: string;
    };
    expect([...server.objects.keys()]).toEqual([`reports/${made.report_id}.json`]);
    expect((await get(made.report_url)).status).toBe(200);
    expect((await get(made.report_url, { method: 'DELETE' })).status).toBe(204);
    expect(server.objects.size).toBe(0);
    expect(sample(await scrape(), 'consultantos_api_calls_total{service="gcs",status="failed"}')).toBe(0);
  });

  it('sends downloads to the bucket where it is told so: by links that end, with nothing left of a deleted report', async () => {
    const account = new ServiceAccount();
    server.signer = account.publicKey;
    const running = await serve(5, { DOWNLOAD_LINK_SECONDS: '60' });
    expect(await storageOf(running)).toMatchObject({ storage: { status: 'up' } });
    const { post, get } = running;
    const made = (await (await post('/analyze', REQUEST)).json()) as { report_url: string };
    const path = `${made.report_url}/download?format=markdown`;
    const sent = await get(path, { redirect: 'manual' });
    expect(sent.status).toBe(302);
    expect(sent.headers.get('cache-control')).toBe('private, no-store');
    const link = new URL(sent.headers.get('location')!);
    expect(link.searchParams.get('X-Goog-Expires')).toBe('60');
    const fetched = await fetch(link);
    expect(fetched.headers.get('content-type')).toBe('text/markdown');
    expect(fetched.headers.get('content-disposition')).toContain('filename="Northwind-analysis.md"');
    expect(await fetched.text()).toBe(await (await get(`${made.report_url}?format=markdown`)).text());
    // Made once, for whoever comes next.
    await get(path, { redirect: 'manual' });
    expect([...server.objects.keys()].filter((name) => name.startsWith('downloads/'))).toHaveLength(1);
    link.searchParams.set('X-Goog-Expires', '600000');
    expect((await fetch(link)).status).toBe(403);
    const etag = sent.headers.get('etag')!;
    expect((await get(path, { redirect: 'manual', headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await get(made.report_url, { method: 'DELETE' })).status).toBe(204);
    expect(server.objects.size).toBe(0);
    account.remove();
  });

  it('leaves no rendering of a deleted report to a link from before links were switched off', async () => {
    const account = new ServiceAccount();
    server.signer = account.publicKey;
    const env = { DATA_DIR: mkdtempSync(join(tmpdir(), 'consultantos-links-')) };
    const before = await serve(5, { ...env, DOWNLOAD_LINK_SECONDS: '604800' });
    const { report_url: url } = (await (await before.post('/analyze', REQUEST)).json()) as {
      report_url: string;
    };
    const sent = await before.get(`${url}/download?format=markdown`, { redirect: 'manual' });
    const link = sent.headers.get('location')!;
    expect((await fetch(link)).status).toBe(200);
    await before.close();
    const { get } = await serve(5, env);
    expect((await get(url, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(link)).status).toBe(404);
    expect(server.objects.size).toBe(0);
    rmSync(env.DATA_DIR, { recursive: true, force: true });
    account.remove();
  });

  it('says from its start on where nobody signs the links that downloads are to be', async () => {
    const account = new ServiceAccount();
    account.lose();
    const running = await serve(5, { DOWNLOAD_LINK_SECONDS: '60' });
    const [said] = running.logs.of('health_status_changed').filter(({ check }) => check === 'storage');
    expect(said).toMatchObject({ to: 'down', reason: 'no_link_signer' });
    expect(await storageOf(running)).toMatchObject({ code: 200, status: 'degraded' });
    account.remove();
  });

  it('answers within its bounds while the bucket hangs, says so, and works again when it is back', async () => {
    const running = await serve(0.3);
    expect(await storageOf(running)).toMatchObject({ code: 200, storage: { status: 'up', provider: 'gcs' } });
    server.trouble = 'hang';
    const answer = await running.post('/analyze', REQUEST);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(await answer.json()).toMatchObject({
      code: 'overloaded',
      message: 'The report cannot be stored just now.',
    });
    expect(await storageOf(running)).toMatchObject({
      code: 200,
      status: 'degraded',
      storage: { status: 'down', reason: 'timeout' },
    });
    expect(running.logs.text).not.toContain('Costs rose');
    server.trouble = null;
    await eventually(async () => (await running.post('/analyze', REQUEST)).status === 200);
    expect(await storageOf(running)).toMatchObject({ status: 'ok', storage: { status: 'up' } });
  });

  it('starts while the bucket hangs, alive and ready, and says what is down', async () => {
    server.trouble = 'hang';
    const running = await serve(0.3);
    expect((await running.get('/health/live')).status).toBe(200);
    expect((await running.get('/health/startup')).status).toBe(200);
    expect(await storageOf(running)).toMatchObject({
      code: 200,
      status: 'degraded',
      storage: { reason: 'timeout' },
    });
  });
});
