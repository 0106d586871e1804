import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describeWith } from '../doubles/describe-with.js';
import { FIRESTORE_EMULATOR } from '../doubles/firestore-emulator.js';
import { ServiceProcess } from '../service-process.js';
import { cache, database, type Dependency, model, queue, storage } from './dependency.js';
import { embeddedRows, FILES, SQLITE } from './embedded.js';
import { logPipeRows } from './log-pipe.js';
import { rowsOf } from './rows.js';
import { faultsPage, type Row } from './table.js';

jest.setTimeout(150_000);

const PAGE = 'docs/faults.md';
const root = mkdtempSync(join(tmpdir(), 'consultantos-faults-'));

const theMatrix = () => {
  let dependencies: readonly Dependency[] = [];

  beforeAll(async () => {
    dependencies = await Promise.all([database(), cache(), queue(), storage(), model()]);
  });
  afterAll(async () => {
    await ServiceProcess.endAll();
    for (const dependency of dependencies) await dependency.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('is met as docs/faults.md tells', async () => {
    const tables = await Promise.all([
      ...dependencies.map(async (each): Promise<[string, Row[]]> => [
        each.name,
        await rowsOf(each, join(root, each.check)),
      ]),
      embeddedRows(SQLITE, join(root, 'sqlite')).then((rows): [string, Row[]] => ['Database (SQLite)', rows]),
      embeddedRows(FILES, join(root, 'files')).then((rows): [string, Row[]] => ['Storage (files)', rows]),
    ]);
    // It asks for much, which must not make slow what the others look at.
    tables.push(['Log pipe', await logPipeRows(join(root, 'log-pipe'))]);
    const options = { ...(await resolveConfig(PAGE)), parser: 'markdown' };
    const page = await format(faultsPage(new Map(tables)), options);
    if (process.env.WRITE_FAULTS === 'true') {
      writeFileSync(PAGE, page);
      process.stdout.write(page);
    }
    expect(linesOf(page)).toEqual(linesOf(readFileSync(PAGE, 'utf8')));
  });
};

/** Without the spaces that make columns as wide as their widest cell. */
const linesOf = (page: string) => page.split('\n').map((line) => line.replace(/ {2,}|-{3,}/g, ' '));

describeWith(FIRESTORE_EMULATOR, 'Every dependency in every trouble', () => {
  describeWith('redis-server', 'on Firestore, Redis, Cloud Storage and Gemini', theMatrix);
});
