import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeWith } from '../doubles/describe-with.js';
import { FIRESTORE_EMULATOR } from '../doubles/firestore-emulator.js';

jest.setTimeout(240_000);

const OPTIONS = [
  '--experimental-transform-types',
  '--disable-warning=ExperimentalWarning',
  '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
  '--import',
  './test/soak/lib/typescript.mjs',
];

const onSharedBackends = () => {
  const folder = mkdtempSync(join(tmpdir(), 'consultantos-cluster-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('lose no job and do none twice while workers are killed, an API and Redis restarted, Firestore stopped', async () => {
    const file = join(folder, 'cluster.json');
    const script = ['test/soak/cluster.mjs', '--jobs', '16', '--every', '3000', '--pause', '3000'];
    // It fails with what it printed where it finds a fault.
    await promisify(execFile)(process.execPath, [...OPTIONS, ...script, '--json', file]);
    const result = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    expect(result).toMatchObject({ accepted: 16, lost: 0, completed_twice: 0, gauges_wrong: 0, faults: [] });
    expect(result.worker_kills).toBeGreaterThan(0);
  });
};

describeWith(FIRESTORE_EMULATOR, 'With Firestore', () => {
  describeWith('redis-server', 'processes on shared backends', onSharedBackends);
});
