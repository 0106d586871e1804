import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeWith } from '../doubles/describe-with.js';

jest.setTimeout(120_000);

const OPTIONS = [
  '--experimental-transform-types',
  '--disable-warning=ExperimentalWarning',
  '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
  '--import',
  './test/soak/lib/typescript.mjs',
];
/** Both of the two are restarted once; `npm run soak:rolling` does it twenty times, on Firestore. */
const SCRIPT = ['test/soak/rolling.mjs', '--restarts', '2', '--backlog', '40', '--database', 'embedded'];

const behindAProxy = () => {
  const folder = mkdtempSync(join(tmpdir(), 'consultantos-rolling-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('fails no request and loses no job under 200 requests a second', async () => {
    const file = join(folder, 'rolling.json');
    // It fails with what it printed where it finds a fault.
    await promisify(execFile)(process.execPath, [...OPTIONS, ...SCRIPT, '--json', file]);
    const result = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    expect(result).toMatchObject({ failed: 0, jobs_lost: 0, exit_codes: '0 0 0 0', faults: [] });
    expect(result.jobs_completed).toBe(result.jobs_accepted);
  });
};

describeWith('redis-server', 'A rolling restart', behindAProxy);
