import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventReader } from '../doubles/event-reader.js';
import * as gemini from '../doubles/gemini-server.js';
import { ServiceProcess } from '../service-process.js';

jest.setTimeout(60_000);

const digest = (key: string) => createHash('sha256').update(key).digest('hex');
const entry = (name: string, key: string) => `${name}:${digest(key)}`;
const folder = mkdtempSync(join(tmpdir(), 'consultantos-keys-'));
const file = join(folder, 'keys');
/** As operators do it: the new file takes the place of the old one in one step. */
const install = (text: string) => {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
};
const mounted = join(folder, 'mounted');
let versions = 0;
/**
 * As a mounted Secret changes: the file is a link that leads through the link `..data`, which in one step leads to a new
 * folder; then the old one is removed.
 */
const remount = (text: string) => {
  const [old, version] = [`..${versions}`, `..${(versions += 1)}`];
  mkdirSync(join(mounted, version), { recursive: true });
  writeFileSync(join(mounted, version, 'keys'), text);
  symlinkSync(version, join(mounted, '..data_tmp'));
  renameSync(join(mounted, '..data_tmp'), join(mounted, '..data'));
  rmSync(join(mounted, old), { recursive: true, force: true });
};
const serve = (env: Record<string, string> = {}) =>
  new ServiceProcess({ DATA_DIR: join(folder, 'data'), API_KEYS_FILE: file, ...env });

afterEach(() => ServiceProcess.endAll());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('Keys in a file', () => {
  const start = async (put = install, env: Record<string, string> = {}) => {
    put(`# the clients\n${entry('alice', 'old')} # until March\n`);
    const service = serve({ API_KEYS: entry('bob', 'bobs'), ...env });
    const { url } = await service.listening();
    await service.first('audit');
    const status = async (key: string) =>
      (await fetch(`${url}/reports`, { headers: { 'x-api-key': key } })).status;
    const loaded = async (count: number) => service.logs.until('audit', count);
    return { service, status, loaded };
  };

  it('come and go without a restart with a mounted Secret, two for one client as long as both are listed', async () => {
    mkdirSync(mounted);
    symlinkSync('..data/keys', join(mounted, 'keys'));
    const { service, status, loaded } = await start(remount, { API_KEYS_FILE: join(mounted, 'keys') });
    expect([await status('old'), await status('new'), await status('bobs')]).toEqual([200, 401, 200]);
    remount(`${entry('alice', 'old')}\n${entry('alice', 'new')}\n`);
    service.kill('SIGHUP');
    await loaded(2);
    expect([await status('old'), await status('new'), await status('bobs')]).toEqual([200, 200, 200]);
    remount(`${entry('alice', 'new')}\n`);
    // Without a signal: it is found by itself.
    const lines = await loaded(3);
    expect([await status('old'), await status('new'), await status('bobs')]).toEqual([401, 200, 200]);
    const act = { act: 'load_api_keys', target: 'api_keys', result: 'done' };
    expect(lines).toMatchObject([
      { ...act, actor: 'key_file', keys: 1 },
      { ...act, actor: 'signal', keys: 2 },
      { ...act, actor: 'key_file', keys: 1 },
    ]);
  });

  it('take their event streams with them when they go, and leave those of the same client’s other key', async () => {
    const upstream = await gemini.GeminiServer.start();
    upstream.always('*', gemini.hang);
    const { service, loaded } = await start(install, upstream.env);
    const { url } = await service.listening();
    const both = `${entry('alice', 'old')}\n${entry('alice', 'new')}\n`;
    install(both);
    service.kill('SIGHUP');
    await loaded(2);
    const headers = { 'content-type': 'application/json', 'x-api-key': 'old' };
    const body = JSON.stringify({ company: 'Northwind', frameworks: ['swot'] });
    const answer = await fetch(`${url}/analyze/async`, { method: 'POST', headers, body });
    const { job_id: id } = (await answer.json()) as { job_id: string };
    const listen = async (key: string) =>
      new EventReader(await fetch(`${url}/jobs/${id}/events`, { headers: { 'x-api-key': key } }));
    const [withOld, withNew] = await Promise.all([listen('old'), listen('new')]);
    install(entry('alice', 'new'));
    service.kill('SIGHUP');
    await withOld.end();
    expect(withOld.text).toMatch(/: this API key is no longer valid\n\n$/);
    expect(withOld.text).not.toContain('heartbeat');
    expect((await listen('old')).answer.status).toBe(401);
    service.kill('SIGTERM');
    await withNew.end();
    expect(withNew.text).toContain('the service restarts');
    await upstream.close();
  });

  it.each([
    [
      'is broken',
      () => install(`${entry('alice', 'new')}\nthe-key-itself\n`),
      'entry 2 is not name:sha256hex',
    ],
    ['is empty', () => install('# nobody\n'), 'it holds no key'],
    [
      'names a key of API_KEYS',
      () => install(entry('eve', 'bobs')),
      'a key of the file is listed in API_KEYS too',
    ],
    ['is gone', () => rmSync(file), 'ENOENT'],
  ])('stay as they were where the file %s, and the log says why', async (_what, spoil, reason) => {
    const { service, status, loaded } = await start();
    spoil();
    service.kill('SIGHUP');
    const [, line] = await loaded(2);
    expect(line).toMatchObject({ actor: 'signal', act: 'load_api_keys', result: 'failed' });
    const [complaint] = service.logs.of('api_keys_not_loaded');
    expect(complaint).toMatchObject({ level: 'ERROR', logger: 'KeyFile' });
    expect(complaint?.error_message).toContain(reason);
    expect([await status('old'), await status('new'), await status('bobs')]).toEqual([200, 401, 200]);
    expect(service.logs.text).not.toContain('the-key-itself');
    install(entry('alice', 'new'));
    service.kill('SIGHUP');
    await loaded(3);
    expect([await status('old'), await status('new')]).toEqual([401, 200]);
  });

  it('are needed for a start with such a file, and enough for production', async () => {
    rmSync(file, { force: true });
    const service = serve();
    expect((await service.exited).code).toBe(78);
    expect(service.stderr).toContain('API_KEYS_FILE cannot be used: ENOENT');
    install(entry('alice', 'old'));
    const production = serve({
      ENVIRONMENT: 'production',
      OPS_TOKEN: 'the-operators-token',
      SHUTDOWN_DELAY: '0',
    });
    const { url } = await production.listening();
    expect((await fetch(`${url}/reports`)).status).toBe(401);
  });
});
