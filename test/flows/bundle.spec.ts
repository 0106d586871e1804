import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/analysis/report/report.schema.js';
import { GeminiServer } from '../doubles/gemini-server.js';
import { standIn } from '../doubles/gemini-stand-in.js';
import { ServiceProcess } from '../service-process.js';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '../..');
const BUNDLE = join(ROOT, 'dist/bundle.js');
/** What it loads. */
const SERVICE = join(ROOT, 'dist/service.js');
const EXAMPLE = readFileSync(join(ROOT, 'examples/retailer.json'), 'utf8');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'consultantos-bundle-'));

/** What `npm start` runs. */
const serve = (env: Record<string, string> = {}) => new ServiceProcess({ DATA_DIR: folder, ...env }, BUNDLE);

// Whoever runs this file alone may have built only half.
beforeAll(() => execFileSync(process.execPath, ['build/bundle.mjs'], { cwd: ROOT }));
afterEach(() => ServiceProcess.endAll());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const post = (url: string) =>
  fetch(`${url}/analyze`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: EXAMPLE });

describe('The service in one file', () => {
  it('finds its threads, its fonts and its pages, and stops in order', async () => {
    const service = serve();
    const { url } = await service.listening();
    const answer = await post(url);
    expect(answer.status).toBe(200);
    const { report_id: id, report } = (await answer.json()) as { report_id: string; report: Report };
    // The README shows its first claim.
    const { source_id, start, end, quote } = report.claims[0]!.citations[0]!;
    const shown = `"source_id": "${source_id}", "start": ${start}, "end": ${end},`;
    for (const text of [shown, quote]) expect(README).toContain(text);
    for (const [format, begin] of [
      ['pdf', '%PDF-'],
      ['html', '<!doctype html>'],
      ['markdown', '# '],
    ] as const) {
      const report = await fetch(`${url}/reports/${id}?format=${format}`);
      expect(report.status).toBe(200);
      expect((await report.text()).slice(0, begin.length)).toBe(begin);
    }
    for (const path of ['/docs', '/docs/swagger-ui.css', '/openapi.json', '/health/metrics'])
      expect([path, (await fetch(url + path)).status]).toEqual([path, 200]);
    service.kill('SIGTERM');
    expect(await service.exited).toEqual({ code: 0, signal: null });
  });

  it('leaves the reader’s model to the threads: it would double what a start loads and keeps', () => {
    expect(readFileSync(SERVICE, 'utf8')).not.toContain('trained_on');
  });

  it('carries no second google-gax: what is changed there must be what Firestore’s client uses', () => {
    expect(readFileSync(SERVICE, 'utf8')).not.toMatch(/class GoogleError extends/);
  });

  it('names errors and loggers as the sources do', async () => {
    const service = serve();
    const { url } = await service.listening();
    await post(url);
    service.kill('SIGTERM');
    await service.exited;
    const sources = new ServiceProcess({ DATA_DIR: folder });
    const { url: other } = await sources.listening();
    await post(other);
    sources.kill('SIGTERM');
    await sources.exited;
    const names = ({ logs }: ServiceProcess) =>
      new Set(logs.lines.map(({ logger, event }) => `${String(logger)} ${event}`));
    expect(names(service)).toEqual(names(sources));
  });

  it('loads what only some configurations need', async () => {
    const gemini = await GeminiServer.start();
    gemini.always('*', standIn());
    const service = serve({
      ...gemini.env,
      CACHE: 'redis',
      REDIS_URL: 'redis://127.0.0.1:1',
    });
    const { url } = await service.listening();
    const answer = await post(url);
    const { report } = (await answer.json()) as { report: { engine: { name: string } } };
    expect([answer.status, report.engine.name]).toEqual([200, 'gemini']);
    await service.end();
    await gemini.close();
  });
});
