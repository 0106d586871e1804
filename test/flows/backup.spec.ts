import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { backUp } from '../../src/adapters/embedded/backup.js';
import { createTestApp, type TestApp } from '../harness.js';

const SOURCES = [
  { id: 'a', title: 'Report', content: 'Our brand is strong in every region of the country.' },
];
const folder = mkdtempSync(join(tmpdir(), 'consultantos-backup-'));
const command = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['dist/backup.js', ...args]).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    (error: unknown) => {
      const { code, stderr } = error as { code: number; stderr: string };
      return { code, text: stderr };
    },
  );

const analyse = async (service: TestApp, company: string) => {
  const answer = await service.post('/analyze', { company, sources: SOURCES });
  return ((await answer.json()) as { report_id: string }).report_id;
};

let service: TestApp;
beforeAll(async () => {
  service = await createTestApp();
});
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

it('A backup of a running service serves its reports in another one', async () => {
  const id = await analyse(service, 'Kept');
  const gone = await analyse(service, 'Deleted');
  await service.get(`/reports/${gone}`, { method: 'DELETE' });
  const target = join(folder, 'first');
  const { code, text } = await command('--from', service.dataDir, '--to', target);
  expect([code, text]).toEqual([
    0,
    expect.stringMatching(/: 1 reports, 0 jobs, 1 report files, \d+ bytes, in [\d.]+ s\n$/),
  ]);
  const restored = mkdtempSync(join(folder, 'restored-'));
  cpSync(target, restored, { recursive: true });
  const other = await createTestApp({ env: { DATA_DIR: restored } });
  const texts = await Promise.all(
    [service, other].map(async (each) => (await each.get(`/reports/${id}?format=json`)).text()),
  );
  expect(texts[0]).toContain('Kept');
  expect(texts[1]).toBe(texts[0]);
  await other.close();
});

it('A report that is deleted while the backup runs is in neither part of it', async () => {
  const id = await analyse(service, 'Vanishes');
  const file = join(service.dataDir, 'reports', `${id}.json`);
  // What is listed and cannot be read any more when its turn comes.
  rmSync(file);
  symlinkSync(join(folder, 'nowhere'), file);
  const { reports, files } = await backUp(service.dataDir, join(folder, 'second'));
  rmSync(file);
  expect(readdirSync(join(folder, 'second', 'reports'))).not.toContain(`${id}.json`);
  expect(reports).toBe(files);
});

it('An existing folder is never written into, and an interrupted backup is in nobody’s way', async () => {
  const target = join(folder, 'third');
  writeFileSync(`${target}.part`, 'of a backup that was killed');
  expect((await command('--from', service.dataDir, '--to', target)).code).toBe(0);
  expect(existsSync(`${target}.part`)).toBe(false);
  const again = await command('--from', service.dataDir, '--to', target);
  expect(again).toEqual({ code: 1, text: expect.stringContaining('exists: name a folder that does not') });
});

it('Without a database, or without a target, it says what to do', async () => {
  const nowhere = await command('--from', join(folder, 'nowhere'), '--to', join(folder, 'fourth'));
  expect(nowhere).toEqual({ code: 1, text: expect.stringContaining('There is no consultantos.db') });
  expect(await command()).toEqual({ code: 64, text: expect.stringContaining('Usage:') });
});
