import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BUNDLE, ServiceProcess } from '../service-process.js';

jest.setTimeout(60_000);

const EX_CONFIG = 78;
/** Takes the whole database for itself, says so, and waits for its end. */
const HOLD = `
  const database = new (require('node:sqlite').DatabaseSync)(process.argv[1]);
  database.exec('BEGIN EXCLUSIVE');
  console.log('held');
  setInterval(() => undefined, 1000);`;
/** Writes to the database, and dies before what it wrote is in the file itself. */
const LEAVE_LOG = `
  const database = new (require('node:sqlite').DatabaseSync)(process.argv[1]);
  database.exec('PRAGMA journal_mode = WAL; DELETE FROM starts');
  process.kill(process.pid, 'SIGKILL');`;
const root = mkdtempSync(join(tmpdir(), 'consultantos-boot-'));

let folders = 0;
const freshFolder = () => join(root, `data-${(folders += 1)}`);

/** What the service says and how it ends where it must not start. */
async function refused(env: Record<string, string>): Promise<{ code: number | null; message: string }> {
  const service = new ServiceProcess(env, BUNDLE);
  const { code } = await service.exited;
  expect(service.logs.text).toBe('');
  return { code, message: service.stderr };
}

/** Every file below a folder that holds data, and its digest; SQLite's shared memory and empty files hold none. */
function contentsOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && statSync(path).size > 0 && !path.endsWith('-shm'));
  const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
  return Object.fromEntries(files.map((path) => [path, digest(path)]));
}

afterEach(() => ServiceProcess.endAll());
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('A configuration that makes no sense', () => {
  it('ends the process with 78 and one message that lists every fault, and no secret', async () => {
    const folder = freshFolder();
    const { code, message } = await refused({
      PORT: '80a',
      LOG_FORMAT: 'xml',
      API_KEYS: 'my-secret-key',
      OPS_TOKEN: 'my-token',
      HEALTH_CHECK_TIMEOUT: '0',
      DATA_DIR: folder,
    });
    expect(code).toBe(EX_CONFIG);
    expect(message).toBe(
      [
        'The configuration has 5 fault(s):',
        '  - PORT is "80a"; allowed: a whole number from 0 to 65535',
        '  - LOG_FORMAT is "xml"; allowed: json, pretty',
        '  - HEALTH_CHECK_TIMEOUT is "0"; allowed: a number from 0.05 to 60',
        '  - API_KEYS is a secret value (entry 1 is not name:sha256hex); allowed: name:sha256hex, comma-separated',
        '  - OPS_TOKEN is a secret value; allowed: 16 to 256 visible ASCII characters',
        '',
      ].join('\n'),
    );
    expect(() => statSync(folder)).toThrow('ENOENT');
  });

  it('is also one that production must not run with', async () => {
    const { code, message } = await refused({
      ENVIRONMENT: 'production',
      METRICS_PORT: '8080',
      PORT: '8080',
    });
    expect(code).toBe(EX_CONFIG);
    expect(message).toMatch(
      /API_KEYS is not set.*\n.*OPS_TOKEN is not set.*\n.*METRICS_PORT is 8080, the same/,
    );
  });

  it('is also one that weighs a check which does not exist', async () => {
    const { code, message } = await refused({
      HEALTH_CRITICALITY: 'databse=critical',
      DATA_DIR: freshFolder(),
    });
    expect(code).toBe(EX_CONFIG);
    expect(message).toMatch(/HEALTH_CRITICALITY names "databse"; allowed: the checks cache, database/);
  });
});

describe('A place in which it cannot run', () => {
  let taken: Server;
  let port: string;
  /** The files of a service that ran, and made a report. */
  const used = freshFolder();

  beforeAll(async () => {
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    port = String(typeof address === 'object' && address?.port);
    const service = new ServiceProcess({ DATA_DIR: used });
    const { url } = await service.listening();
    const made = await fetch(`${url}/analyze`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ company: 'Acme', frameworks: ['swot'] }),
    });
    expect(made.status).toBe(200);
    service.kill('SIGTERM');
    await service.exited;
  });
  afterAll(() => taken.close());

  const copy = () => {
    const folder = freshFolder();
    cpSync(used, folder, { recursive: true });
    return folder;
  };

  /** Refused with code 1, one line that matches, and not a byte of the folder other than before. */
  async function refusedUntouched(folder: string, env: Record<string, string>, line: RegExp): Promise<void> {
    const before = contentsOf(folder);
    const { code, message } = await refused({ DATA_DIR: folder, ...env });
    expect(message).toMatch(line);
    expect(message.trimEnd().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
    expect(contentsOf(folder)).toEqual(before);
  }

  it('has its port taken', async () => {
    const line = /^PORT \d+ on 127\.0\.0\.1 is taken\. Stop what listens there, or set another PORT\.$/m;
    await refusedUntouched(copy(), { PORT: port }, line);
  });

  it('has its metrics port taken', async () => {
    const line =
      /^METRICS_PORT \d+ on 127\.0\.0\.1 is taken\. Stop what listens there, or set another METRICS_PORT\.$/m;
    await refusedUntouched(copy(), { METRICS_PORT: port }, line);
  });

  it('has another address', async () => {
    await refusedUntouched(
      copy(),
      { HOST: '203.0.113.1' },
      /^HOST 203\.0\.113\.1 is no address of this machine/,
    );
  });

  const remedy =
    'It was not changed\\. Move it away with the -wal and -shm files beside it, then put a backup in its place ' +
    'or start empty; or set another DATA_DIR\\.$';
  const says = (what: string) => new RegExp(`^The database \\S+consultantos\\.db ${what}\\. ${remedy}`, 'm');

  it.each<[string, (path: string, bytes: Buffer) => void]>([
    ['behind its first page', (path, bytes) => writeFileSync(path, bytes.fill(0x5a, 3000))],
    [
      'in the head of a page',
      (path, bytes) => writeFileSync(path, bytes.fill(0x5a, 4 * 4096, 4 * 4096 + 200)),
    ],
    ['by a page of zeros', (path, bytes) => writeFileSync(path, bytes.fill(0, 4 * 4096, 5 * 4096))],
    ['by the loss of its end', (path, bytes) => writeFileSync(path, bytes.subarray(0, -4096))],
    ['by the loss of half a page', (path, bytes) => writeFileSync(path, bytes.subarray(0, -1000))],
    ['by the loss of all but its beginning', (path, bytes) => writeFileSync(path, bytes.subarray(0, 50))],
    [
      'and has a write-ahead log',
      (path, bytes) => {
        spawnSync(process.execPath, ['-e', LEAVE_LOG, path]);
        expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
        writeFileSync(path, bytes.fill(0x5a, 3000));
      },
    ],
  ])('has a database that is damaged %s', async (_how, damage) => {
    const folder = copy();
    const path = join(folder, 'consultantos.db');
    damage(path, readFileSync(path));
    await refusedUntouched(folder, {}, says('is damaged(?: or no database| \\(.*\\))?'));
  });

  it.each<[string, (path: string) => void]>([
    ['a text', (path) => writeFileSync(path, 'these are my notes, and they are dear to me\n'.repeat(200))],
    ['a short text', (path) => writeFileSync(path, 'hi')],
  ])('has a database that is none but %s', async (_what, write) => {
    const folder = freshFolder();
    mkdirSync(folder);
    write(join(folder, 'consultantos.db'));
    await refusedUntouched(folder, {}, says('is damaged or no database'));
  });

  it.each([
    ['without a version', 'CREATE TABLE songs (name)'],
    ['with a version of ours', 'CREATE TABLE songs (name); PRAGMA user_version = 3'],
    ['with a version of tomorrow', 'CREATE TABLE songs (name); PRAGMA user_version = 99'],
    ['with a table of our name', 'CREATE TABLE reports (name); PRAGMA user_version = 1'],
    ['with a write-ahead log', 'PRAGMA journal_mode = WAL; CREATE TABLE songs (name)'],
  ])("has another program's database, %s", async (_how, sql) => {
    const folder = freshFolder();
    mkdirSync(folder);
    const database = new DatabaseSync(join(folder, 'consultantos.db'));
    database.exec(sql);
    database.close();
    await refusedUntouched(folder, {}, says('was not made by this service'));
  });

  it('has a database of a newer release, in whatever journal mode', async () => {
    const folder = copy();
    const database = new DatabaseSync(join(folder, 'consultantos.db'));
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA user_version = 9999');
    database.close();
    const line =
      /written by a newer release \(schema 9999, this one knows \d+\)\. It was not changed\. Start the newer/;
    await refusedUntouched(folder, {}, line);
  });

  it('has a database that another process holds', async () => {
    const folder = copy();
    // A process of its own: reading the file here would let go of every lock that this process holds on it.
    const holder = spawn(process.execPath, ['-e', HOLD, join(folder, 'consultantos.db')]);
    try {
      await once(holder.stdout, 'data');
      await refusedUntouched(folder, {}, /^The database \S+ is in use by another process\. Stop that one/);
    } finally {
      holder.kill();
    }
  });

  it('has a file where its folder should be', async () => {
    const folder = copy();
    const file = join(folder, 'file');
    writeFileSync(file, 'dear notes');
    for (const path of [file, join(file, 'below')]) {
      await refusedUntouched(
        folder,
        { DATA_DIR: path },
        /^DATA_DIR \S+ is not a folder\. Set another DATA_DIR\.$/m,
      );
    }
  });

  it('has a folder that takes no other into it, though it exists', async () => {
    const line =
      /^DATA_DIR \S+ cannot be written\. Make it writable for this user, or set another DATA_DIR\.$/m;
    for (const path of ['/proc/consultantos', '/proc/consultantos/below', '/dev/full/below']) {
      const wrong = path.startsWith('/dev') ? /^DATA_DIR \S+ is not a folder\. / : line;
      await refusedUntouched(copy(), { DATA_DIR: path }, wrong);
    }
  });

  it('has a file where the folder of its reports should be', async () => {
    const folder = freshFolder();
    mkdirSync(folder);
    const file = join(folder, 'reports');
    writeFileSync(file, 'dear notes');
    const { code, message } = await refused({ DATA_DIR: folder });
    expect(message).toBe(`${file} is not a folder. Move it away, or set another DATA_DIR.\n`);
    expect([code, readFileSync(file, 'utf8')]).toEqual([1, 'dear notes']);
  });

  it('has a folder where its database should be', async () => {
    const folder = freshFolder();
    mkdirSync(join(folder, 'consultantos.db'), { recursive: true });
    await refusedUntouched(folder, {}, /^The database \S+consultantos\.db is a folder\. Move it away/);
  });

  const REASON = 'needs the right to mount, which this machine does not give';
  const mountable = canMount();
  (mountable ? describe : describe.skip)(`on a disk of its own (${mountable ? 'mounted' : REASON})`, () => {
    const disk = join(root, 'disk');
    const mount = (...options: string[]) => execFileSync('mount', [...options, disk]);
    beforeEach(() => {
      mkdirSync(disk, { recursive: true });
      mount('-t', 'tmpfs', '-o', 'size=512k', 'tmpfs');
    });
    afterEach(() => {
      execFileSync('umount', [disk]);
    });

    it('is read-only, with a database and without', async () => {
      const line =
        /^DATA_DIR \S+ cannot be written\. Make it writable for this user, or set another DATA_DIR\.$/m;
      cpSync(used, join(disk, 'used'), { recursive: true });
      mkdirSync(join(disk, 'empty'));
      mount('-o', 'remount,ro');
      await refusedUntouched(join(disk, 'used'), {}, line);
      await refusedUntouched(join(disk, 'empty'), {}, line);
      await refusedUntouched(disk, { DATA_DIR: join(disk, 'new') }, line);
    });

    it('is full, with a database and without', async () => {
      const line = /^There is no space left for DATA_DIR \S+\. Free some, or set another DATA_DIR\.$/m;
      cpSync(used, join(disk, 'used'), { recursive: true });
      mkdirSync(join(disk, 'empty'));
      fill(join(disk, 'ballast'));
      await refusedUntouched(join(disk, 'used'), {}, line);
      await refusedUntouched(join(disk, 'empty'), {}, line);
    });
  });
});

function canMount(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'consultantos-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe], { stdio: 'ignore' });
    execFileSync('umount', [probe]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

/** Takes the space of a disk to the last byte. */
function fill(path: string): void {
  for (let size = 1 << 20; size >= 1; size >>= 1) {
    try {
      writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
    }
  }
}
