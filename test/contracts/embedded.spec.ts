import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../src/adapters/embedded/database.js';
import { FileReportStorage } from '../../src/adapters/embedded/file-report.storage.js';
import { MemoryCache } from '../../src/adapters/embedded/memory.cache.js';
import { PollingJobQueue } from '../../src/adapters/embedded/polling-job.queue.js';
import { SqliteInventory } from '../../src/adapters/embedded/sqlite.inventory.js';
import { SqliteJobRepository } from '../../src/adapters/embedded/sqlite-job.repository.js';
import { SqliteReportRepository } from '../../src/adapters/embedded/sqlite-report.repository.js';
import { SqliteUsageRepository } from '../../src/adapters/embedded/sqlite-usage.repository.js';
import { type Config, parseConfig } from '../../src/config/config.js';
import { Log } from '../../src/logging/log.js';
import { LogRoot } from '../../src/logging/log-root.js';
import { RequestContext } from '../../src/request-context/request-context.js';
import { LogCatcher } from '../harness.js';
import { describeBoundedCache, describeCache } from './cache.contract.js';
import type { Make } from './contract.js';
import { describeInventory } from './inventory.contract.js';
import { describeJobQueue } from './job-queue.contract.js';
import { describeJobRepository } from './job-repository.contract.js';
import { describeReportRepository } from './report-repository.contract.js';
import { describeReportStorage } from './report-storage.contract.js';
import { describeUsageRepository } from './usage-repository.contract.js';

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

describeJobRepository(
  'SQLite',
  inFolder((config) => {
    const database = new Database(config);
    return { port: new SqliteJobRepository(database), close: () => database.onApplicationShutdown() };
  }),
);

describeUsageRepository(
  'SQLite',
  inFolder((config) => {
    const database = new Database(config);
    return { port: new SqliteUsageRepository(database), close: () => database.onApplicationShutdown() };
  }),
);

describeInventory(
  'SQLite',
  inFolder((config) => {
    const database = new Database(config);
    const port = {
      inventory: new SqliteInventory(database),
      reports: new SqliteReportRepository(database),
      jobs: new SqliteJobRepository(database),
      usage: new SqliteUsageRepository(database),
    };
    return { port, close: () => database.onApplicationShutdown() };
  }),
);

describeJobQueue(
  'polling',
  inFolder((config) => {
    const database = new Database(config);
    const jobs = new SqliteJobRepository(database);
    const logs = new LogRoot(config, new RequestContext(), new LogCatcher());
    const open = () => new PollingJobQueue(jobs, Log.named(logs, 'Queue'));
    return { port: { jobs, open }, close: () => database.onApplicationShutdown() };
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
