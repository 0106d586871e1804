import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../src/adapters/embedded/database.js';
import { FileReportStorage } from '../../src/adapters/embedded/file-report.storage.js';
import { MemoryCache } from '../../src/adapters/embedded/memory.cache.js';
import { SqliteReportRepository } from '../../src/adapters/embedded/sqlite-report.repository.js';
import { type Config, parseConfig } from '../../src/config/config.js';
import { describeBoundedCache, describeCache } from './cache.contract.js';
import type { Make } from './contract.js';
import { describeReportRepository } from './report-repository.contract.js';
import { describeReportStorage } from './report-storage.contract.js';

const inFolder =
  <T>(build: (config: Config) => { port: T; close?: () => void }): Make<T> =>
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'consultantos-contract-'));
    const { port, close } = build(parseConfig({ DATA_DIR: folder }));
    return Promise.resolve({
      port,
      close: () => {
        close?.();
        rmSync(folder, { recursive: true, force: true });
        return Promise.resolve();
      },
    });
  };

describeReportRepository(
  'SQLite',
  inFolder((config) => {
    const database = new Database(config);
    return { port: new SqliteReportRepository(database), close: () => database.onApplicationShutdown() };
  }),
);

describeReportStorage(
  'files',
  inFolder((config) => ({ port: new FileReportStorage(config) })),
);

const memory: Make<MemoryCache> = () =>
  Promise.resolve({ port: new MemoryCache(), close: () => Promise.resolve() });
describeCache('memory', memory);
describeBoundedCache('memory', memory, { characters: 32 * 1024 * 1024 });
