import { PollingJobQueue } from '../../src/adapters/embedded/polling-job.queue.js';
import { FirestoreCalls } from '../../src/adapters/firestore/firestore-calls.js';
import { FirestoreConnection } from '../../src/adapters/firestore/firestore-connection.js';
import { FirestoreInventory } from '../../src/adapters/firestore/firestore.inventory.js';
import { FirestoreJobRepository } from '../../src/adapters/firestore/firestore-job.repository.js';
import { FirestoreJobStatistics } from '../../src/adapters/firestore/firestore-job-statistics.js';
import { FirestoreJobWrites } from '../../src/adapters/firestore/firestore-job-writes.js';
import { FirestoreReportRepository } from '../../src/adapters/firestore/firestore-report.repository.js';
import { FirestoreUsageRepository } from '../../src/adapters/firestore/firestore-usage.repository.js';
import { describeWith } from '../doubles/describe-with.js';
import { FIRESTORE_EMULATOR, FirestoreEmulator } from '../doubles/firestore-emulator.js';
import { QueryWatch } from '../doubles/query-watch.js';
import { type AdapterTools, adapterTools } from './adapter-tools.js';
import type { Make } from './contract.js';
import { describeInventory } from './inventory.contract.js';
import { describeJobQueue } from './job-queue.contract.js';
import { describeJobRepository } from './job-repository.contract.js';
import { describeReportRepository } from './report-repository.contract.js';
import { describeUsageRepository } from './usage-repository.contract.js';

/** The suites speak of a day that is long past, and nothing of it has expired. */
const KEPT = { JOB_RETENTION_DAYS: '3650' };
const NO_CACHE = { waiting: 0, finished: 0 };

jest.setTimeout(60_000);

describeWith(FIRESTORE_EMULATOR, 'Firestore', () => {
  let emulator: FirestoreEmulator;
  const watch = new QueryWatch();
  beforeAll(async () => {
    emulator = await FirestoreEmulator.start();
  });
  afterAll(() => emulator.close());

  const inDatabase =
    <T>(build: (calls: FirestoreCalls, tools: AdapterTools) => T): Make<T> =>
    async () => {
      const tools = adapterTools({ ...emulator.newDatabase(), ...KEPT });
      const connection = new FirestoreConnection(tools.config);
      const calls = new FirestoreCalls(connection, tools.config, tools.metrics, tools.log);
      return Promise.resolve({
        port: build(calls, tools),
        close: () => connection.onApplicationShutdown(),
      });
    };
  const jobsOf = (calls: FirestoreCalls, { config }: AdapterTools) =>
    new FirestoreJobRepository(
      calls,
      new FirestoreJobWrites(calls, config),
      new FirestoreJobStatistics(calls, NO_CACHE),
    );

  describeReportRepository(
    'Firestore',
    inDatabase((calls) => new FirestoreReportRepository(calls)),
  );
  describeUsageRepository(
    'Firestore',
    inDatabase((calls) => new FirestoreUsageRepository(calls)),
  );
  describeJobRepository('Firestore', inDatabase(jobsOf));
  describeInventory(
    'Firestore',
    inDatabase((calls, tools) => ({
      inventory: new FirestoreInventory(calls),
      reports: new FirestoreReportRepository(calls),
      jobs: jobsOf(calls, tools),
      usage: new FirestoreUsageRepository(calls),
    })),
  );
  describeJobQueue(
    'polling, on Firestore',
    inDatabase((calls, tools) => {
      const jobs = jobsOf(calls, tools);
      return { jobs, open: () => new PollingJobQueue(jobs, tools.log) };
    }),
  );

  describe('firestore.indexes.json', () => {
    it('holds the index of every query that was sent above, and no other', () => {
      expect(watch.needed()).toEqual(watch.declared());
    });

    it('leaves every field that a query goes by in the indexes', () => {
      expect(watch.unindexed()).toEqual([]);
      const out = (collectionGroup: string, fieldPath: string) => ({
        collectionGroup,
        fieldPath,
        indexes: [],
      });
      expect(watch.unindexed([out('jobs', 'finished_at'), out('job_parts', 'kind')])).toEqual([
        'job_parts: kind',
        'jobs: finished_at ASCENDING',
      ]);
    });
  });
});
