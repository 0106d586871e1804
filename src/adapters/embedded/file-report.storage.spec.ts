import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../../config/config.js';
import { eventually } from '../../../test/contracts/eventually.js';
import { storedReport } from '../../../test/doubles/sample-analysis.js';
import { FileReportStorage } from './file-report.storage.js';

const ID = '0b0e8a5e-5a0e-4b8e-9d0e-3f3c1c6f7a11';
const REPORT = storedReport({ frameworks: ['swot'] }, 1);

describe('FileReportStorage after a kill', () => {
  let folder: string;
  let storage: FileReportStorage;
  const files = () => readdirSync(storage.folder).sort();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'consultantos-files-'));
    storage = new FileReportStorage(parseConfig({ DATA_DIR: folder }));
    // What a process leaves that was killed while it wrote.
    writeFileSync(join(storage.folder, `${ID}.json.0a0a0a0a-0000-4000-8000-000000000000.part`), '{"rep');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('does not take half a file for a report', async () => {
    expect(await storage.get(ID)).toBeNull();
  });

  it('stores the same report on the next try', async () => {
    await storage.put(ID, REPORT);
    expect((await storage.get(ID))?.report.company).toBe(REPORT.report.company);
  });

  it('sweeps the half file up and leaves no other behind', async () => {
    await storage.put(ID, REPORT);
    await eventually(async () => (await storage.stale(0)).includes(ID));
    expect(files()).toEqual([`${ID}.json`]);
  });

  it('sweeps at once what a process left that is gone, and nothing that is being written', async () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    const [dead, mine, living] = [gone, process.pid, process.ppid].map((pid) => {
      const name = `${ID}.json.${pid}-0a0a0a0a-0000-4000-8000-000000000000.part`;
      writeFileSync(join(storage.folder, name), '{"rep');
      return name;
    });
    const other = '1b0e8a5e-5a0e-4b8e-9d0e-3f3c1c6f7a11';
    const putting = storage.put(other, REPORT);
    await storage.stale(3600);
    await putting;
    expect([dead, mine].filter((name) => files().includes(name!))).toEqual([]);
    expect(files()).toEqual(expect.arrayContaining([living, `${other}.json`]));
  });

  it('says that a file is damaged, and quotes nothing of it', async () => {
    writeFileSync(join(storage.folder, `${ID}.json`), '{"report": a secret of the source');
    const error = await storage.get(ID).catch((thrown: unknown) => thrown);
    expect(String(error)).toBe(
      `Error: The file of report ${ID} is damaged. Put a backup in its place, or delete the report.`,
    );
    expect((error as Error).cause).toBeUndefined();
  });

  it('names no path where the system refuses a file', async () => {
    rmSync(storage.folder, { recursive: true });
    const refused = { code: 'overloaded', retryable: true, message: expect.not.stringContaining('/') };
    await expect(storage.put(ID, REPORT)).rejects.toMatchObject(refused);
    mkdirSync(join(storage.folder, `${ID}.json`), { recursive: true });
    await expect(storage.get(ID)).rejects.toMatchObject(refused);
    await expect(storage.remove(ID)).rejects.toMatchObject(refused);
  });
});
