import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/analysis/analysis.js';
import { parseCommand } from '../../src/cli/arguments.js';
import { readSources } from '../../src/cli/sources.js';
import { createTestApp, type TestApp } from '../harness.js';

const PROGRAM = join(__dirname, '../../bin/consultantos.js');

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly said: string;
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'consultantos-cli-test-'));
  writeFileSync(
    join(folder, 'report.md'),
    '# Report\n\nInflation raised our costs by 7 % in 2025. Our brand is strong and trusted.\n',
  );
  writeFileSync(join(folder, 'news.txt'), 'The government raised tariffs on imported chips.');
  writeFileSync(join(folder, 'latin.txt'), Buffer.from([0x47, 0xfc, 0x6e]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(words: readonly string[], env: Record<string, string> = {}, interruptOn?: RegExp): Promise<Run> {
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH, TMPDIR: folder, ...env },
  });
  let [out, said] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (interruptOn?.test(said)) child.kill('SIGINT');
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, said })));
}

describe('consultantos analyse', () => {
  it('writes a cited report without any service, and leaves nothing else behind', async () => {
    const { code, out, said } = await run(
      'analyse --company AT&T --sources report.md news.txt --frameworks swot,pestel --out report.json --json'.split(
        ' ',
      ),
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ status: 'success', out: 'report.json', warnings: [] });
    expect(said).toContain('2 source(s)');
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
    expect(report).toMatchObject({
      company: 'AT&T',
      frameworks: ['swot', 'pestel'],
      engine: { offline: true },
    });
    expect(report.sources.map(({ id }) => id)).toEqual(['report', 'news']);
    expect(report.claims.length).toBeGreaterThan(0);
    expect(readdirSync(folder).filter((name) => name.startsWith('consultantos-'))).toEqual([]);
  });

  it('prints Markdown where no file is named', async () => {
    const { code, out } = await run([
      'analyse',
      '--company',
      'Northwind',
      '--sources',
      'news.txt',
      '--quiet',
    ]);
    expect([code, out.split('\n', 1)[0]]).toEqual([0, '# Northwind: strategic analysis']);
  });

  it.each([
    [['analyse'], '--company is missing'],
    [['analyse', '--company', 'Northwind', '--out', 'report.docx'], 'ending must be one of'],
    [['analyse', '--company', 'Northwind', '--sources', 'none.md'], 'none.md cannot be read'],
    [['analyse', '--company', 'Northwind', '--sources', 'latin.txt'], 'latin.txt is not UTF-8'],
    [['analyse', '--company', 'Northwind', '--out', 'no-such-folder/report.md'], 'cannot be written'],
    [['analyse', '--company', 'Northwind', '--surprise'], '--surprise'],
    [['predict'], 'is no command'],
  ])('ends with 2 and says what is wrong: %j', async (words, message) => {
    const { code, said } = await run(words);
    expect(code).toBe(2);
    expect(said).toContain(message);
  });

  it('names the field that the service refuses, and ends with 1', async () => {
    const { code, said } = await run(['analyse', '--company', 'A', '--quiet']);
    expect(code).toBe(1);
    expect(said).toMatch(/validation_error, request [\w-]+\)\n {2}company: /);
  });

  it('says how it is used', async () => {
    expect((await run(['--help'])).out).toContain('Exit codes');
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('consultantos analyse --url', () => {
  const key = 'cli-key-0123456789';
  let service: TestApp;
  let silent: Server;
  beforeAll(async () => {
    const sha256 = createHash('sha256').update(key).digest('hex');
    service = await createTestApp({ env: { API_KEYS: `desk:${sha256}` } });
    silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    silent.closeAllConnections();
    silent.close();
    await service.close();
  });
  const silentUrl = () => `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const words = ['analyse', '--company', 'Northwind', '--sources', 'news.txt', '--json'];

  it('asks a running service, with the key from the environment', async () => {
    const { code, out } = await run([...words, '--out', 'remote.md', '--url', service.url], {
      CONSULTANTOS_API_KEY: key,
    });
    expect(code).toBe(0);
    const { report_id } = JSON.parse(out) as { report_id: string };
    const kept = await service.get(`/reports/${report_id}`, { headers: { 'x-api-key': key } });
    expect(kept.status).toBe(200);
    expect(readFileSync(join(folder, 'remote.md'), 'utf8')).toContain('# Northwind');
  });

  it('ends with 1 where the key is not known', async () => {
    const { code, out } = await run(words, { CONSULTANTOS_URL: service.url });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'unauthorized' } });
  });

  it('ends with 3 where nobody answers', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => gone.once('listening', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const { code, out } = await run([...words, '--url', `http://127.0.0.1:${port}`]);
    expect(code).toBe(3);
    expect(out).toContain('ECONNREFUSED');
  });

  it('gives up at its deadline where a service hangs', async () => {
    const { code, out } = await run([...words, '--url', silentUrl(), '--timeout', '1']);
    expect(code).toBe(1);
    expect(out).toContain('raise --timeout');
  });

  it('stops at Ctrl-C with 130', async () => {
    const { code } = await run([...words, '--url', silentUrl()], {}, /Analysing/);
    expect(code).toBe(130);
  });
});

describe('The command line', () => {
  it('takes every word after --sources as a file', () => {
    expect(
      parseCommand(['analyse', '--company', 'X', '--sources', 'a', 'b', '--depth', 'deep']),
    ).toMatchObject({
      sources: ['a', 'b'],
      request: { company: 'X', depth: 'deep' },
      format: 'markdown',
    });
  });

  it('gives files with one name different ids, and any name a valid one', async () => {
    for (const name of ['Bericht (2).md', 'bericht (2).txt', '!!!.txt', `${'x'.repeat(80)}.txt`])
      writeFileSync(join(folder, name), 'text');
    const names = ['Bericht (2).md', 'bericht (2).txt', '!!!.txt', `${'x'.repeat(80)}.txt`];
    const sources = await readSources(names.map((name) => join(folder, name)));
    expect(sources.map(({ id }) => id)).toEqual(['bericht-2', 'bericht-2-2', 'source', 'x'.repeat(36)]);
    expect(sources[0]?.content_type).toBe('text/markdown');
  });
});
