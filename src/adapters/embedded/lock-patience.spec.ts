import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseConfig } from '../../config/config.js';
import { Database } from './database.js';

/** A write that waits takes longer; one that does not, less. */
const WAITS_MS = 80;
const WRITES = 20;

describe('While another process holds the database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'consultantos-patience-'));
  const database = new Database(parseConfig({ DATA_DIR: folder }));
  const other = new DatabaseSync(join(folder, 'consultantos.db'));
  afterAll(() => {
    other.close();
    database.onApplicationShutdown();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    database.touch();
    other.exec('BEGIN EXCLUSIVE');
  });
  afterEach(() => other.exec('ROLLBACK'));

  /** How long a write takes to fail. */
  const failing = () => {
    const begun = performance.now();
    expect(() => database.touch()).toThrow('database is locked');
    return performance.now() - begun;
  };

  it('a first write waits for a moment, and the next ones not at all', () => {
    expect(failing()).toBeGreaterThan(WAITS_MS);
    const begun = performance.now();
    for (let write = 0; write < WRITES; write += 1) failing();
    expect(performance.now() - begun).toBeLessThan((WRITES * WAITS_MS) / 4);
  });

  it('a write waits again after a second', async () => {
    failing();
    expect(failing()).toBeLessThan(WAITS_MS);
    await sleep(1050);
    expect(failing()).toBeGreaterThan(WAITS_MS);
    expect(failing()).toBeLessThan(WAITS_MS);
  });

  it('writes wait again as soon as one has succeeded', () => {
    failing();
    other.exec('ROLLBACK');
    database.touch();
    other.exec('BEGIN EXCLUSIVE');
    expect(failing()).toBeGreaterThan(WAITS_MS);
  });

  it('reads go on, and do not count as a write that succeeded', () => {
    failing();
    expect(database.sqlite.prepare('SELECT at FROM starts').all()).toHaveLength(1);
    expect(failing()).toBeLessThan(WAITS_MS);
  });
});
