import { randomUUID } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { Timestamp } from '@google-cloud/firestore';
import { adapterTools } from '../../../test/contracts/adapter-tools.js';
import { eventually } from '../../../test/contracts/eventually.js';
import { DeafLine } from '../../../test/doubles/deaf-line.js';
import { describeWith } from '../../../test/doubles/describe-with.js';
import { FIRESTORE_EMULATOR, FirestoreEmulator } from '../../../test/doubles/firestore-emulator.js';
import { requestOf, sourceOf } from '../../../test/doubles/sample-analysis.js';
import { event, newJob } from '../../../test/doubles/sample-jobs.js';
import { TcpProxy } from '../../../test/doubles/tcp-proxy.js';
import type { Environment } from '../../config/config.js';
import { FirestoreCalls } from './firestore-calls.js';
import { FirestoreConnection } from './firestore-connection.js';
import { FirestoreHealth } from './firestore.health.js';
import { FirestoreJobRepository } from './firestore-job.repository.js';
import { FirestoreJobStatistics } from './firestore-job-statistics.js';
import { FirestoreJobWrites } from './firestore-job-writes.js';
import { FirestoreReportRepository } from './firestore-report.repository.js';
import { FirestoreUsageRepository } from './firestore-usage.repository.js';

const overloaded = { code: 'overloaded', retryable: true, retryAfterSeconds: 5 };
const KEPT = { JOB_RETENTION_DAYS: '3650' };
/** Hanging calls end soon. */
const IMPATIENT = { ...KEPT, BACKEND_TIMEOUT: '0.2' };
const REPORT = {
  id: randomUUID(),
  client: 'alice',
  company: 'AT&T',
  frameworks: ['swot'],
  engine: 'extractive',
  confidence_score: 0.4,
  partial: false,
  cost_usd: 0,
  created_at: '2026-03-01T12:00:00.000Z',
} as const;
const ENTRY = {
  client: 'alice',
  day: '2026-03-01',
  framework: 'swot',
  analyses: 0,
  calls: 1,
  tokens: 9,
} as const;
const entry = () => ({ ...ENTRY, id: randomUUID(), unpriced_calls: 0, usd: 0.5 });

jest.setTimeout(60_000);

describeWith(FIRESTORE_EMULATOR, 'Firestore, where it does not go smoothly', () => {
  let emulator: FirestoreEmulator;
  let proxy: TcpProxy;
  const connections: FirestoreConnection[] = [];

  beforeAll(async () => {
    emulator = await FirestoreEmulator.start();
  });
  afterAll(() => emulator.close());
  beforeEach(async () => {
    proxy = await TcpProxy.to(emulator.port);
  });
  afterEach(async () => {
    proxy.resume();
    for (const connection of connections.splice(0)) {
      await connection.idle();
      await connection.onApplicationShutdown();
    }
    await proxy.close();
  });

  function connect(env: Environment = KEPT, database = emulator.newDatabase()) {
    const host = { FIRESTORE_EMULATOR_HOST: `127.0.0.1:${proxy.port}` };
    const tools = adapterTools({ ...database, ...host, ...env });
    const connection = new FirestoreConnection(tools.config);
    connections.push(connection);
    const calls = new FirestoreCalls(connection, tools.config, tools.metrics, tools.log);
    return {
      ...tools,
      firestore: calls.client,
      health: new FirestoreHealth(calls),
      reports: new FirestoreReportRepository(calls),
      usage: new FirestoreUsageRepository(calls),
      jobs: new FirestoreJobRepository(
        calls,
        new FirestoreJobWrites(calls, tools.config),
        new FirestoreJobStatistics(calls),
      ),
      create: async (job = newJob()) => {
        const created = await new FirestoreJobWrites(calls, tools.config).create(job);
        if (!('job' in created)) throw new Error('The key was taken.');
        return created.job;
      },
    };
  }
  const isHealthy = (health: FirestoreHealth) => () =>
    health.check().then(
      () => true,
      () => false,
    );

  it('answers within its bounds while Firestore hangs, soon at once, and works again when it is back', async () => {
    const { reports, health, calls, logs } = connect(IMPATIENT);
    await eventually(isHealthy(health));
    await reports.add(REPORT);
    const before = await calls('firestore', 'failed');
    proxy.pause();
    await expect(reports.find(REPORT.id, 'alice')).rejects.toMatchObject({
      ...overloaded,
      message: 'The register cannot be read just now.',
    });
    expect(await calls('firestore', 'failed')).toBe(before + 3);
    await expect(reports.find(REPORT.id, 'alice')).rejects.toMatchObject(overloaded);
    expect(logs.of('circuit_state_changed').at(-1)).toMatchObject({ service: 'firestore', state: 'open' });
    await expect(health.check()).rejects.toMatchObject({ reason: 'timeout' });
    const failed = await calls('firestore', 'failed');
    await expect(reports.add({ ...REPORT, id: randomUUID() })).rejects.toMatchObject(overloaded);
    expect(await calls('firestore', 'failed')).toBe(failed);
    proxy.resume();
    await eventually(isHealthy(health));
    expect(await reports.find(REPORT.id, 'alice')).toEqual(REPORT);
  });

  it('tells a Firestore that is not there, and finds it when it comes', async () => {
    await proxy.refuse();
    const { health } = connect(IMPATIENT);
    await expect(health.check()).rejects.toMatchObject({ reason: 'timeout' });
    await proxy.accept();
    await eventually(isHealthy(health));
  });

  it('is asked anew to connect every three seconds where nothing answers, and is used as soon as it does', async () => {
    const line = await DeafLine.to(emulator.port);
    await line.deafen();
    const tries: number[] = [];
    const count = () => tries.push(performance.now());
    subscribe('net.client.socket', count);
    try {
      const env = { FIRESTORE_EMULATOR_HOST: `127.0.0.1:${line.port}` };
      const { health } = connect({ ...IMPATIENT, ...env });
      await expect(health.check()).rejects.toMatchObject({ reason: 'timeout' });
      await eventually(() => tries.length >= 3);
      expect(tries[2]! - tries[0]!).toBeGreaterThan(5900);
      expect(tries[2]! - tries[0]!).toBeLessThan(9000);
      line.hear();
      await eventually(isHealthy(health));
    } finally {
      unsubscribe('net.client.socket', count);
      line.hear();
      for (const connection of connections) await connection.idle();
      await line.close();
    }
  });

  it('sends nothing after it was closed', async () => {
    const { reports, health } = connect();
    await reports.add(REPORT);
    await Promise.all(connections.map((connection) => connection.onApplicationShutdown()));
    await expect(reports.find(REPORT.id, 'alice')).rejects.toMatchObject(overloaded);
    await expect(health.check()).rejects.toMatchObject({ reason: 'unavailable' });
  });

  describe('where a write was carried out and its answer lost', () => {
    /** Answers come after the deadline of a call, until the first write of `work` was tried again. */
    async function losingAnswers<T>(
      connected: ReturnType<typeof connect>,
      work: () => Promise<T>,
    ): Promise<T> {
      await eventually(isHealthy(connected.health));
      proxy.delayMs = 60_000;
      const done = work();
      await connected.logs.until('api_call_failed');
      proxy.delayMs = 0;
      // What the server said is lost for good.
      proxy.cut();
      return done;
    }
    const PATIENT = { ...KEPT, BACKEND_TIMEOUT: '1' };

    it('takes a report for its own', async () => {
      const connected = connect(PATIENT);
      const { reports } = connected;
      await losingAnswers(connected, () => reports.add(REPORT));
      expect(await reports.find(REPORT.id, 'alice')).toEqual(REPORT);
    });

    it('takes a job for its own', async () => {
      const connected = connect(PATIENT);
      const key = { value: 'k', body_hash: 'b', expires_at: '2999-01-01T00:00:00.000Z' };
      const job = await losingAnswers(connected, () => connected.create(newJob({}, { key })));
      expect(await connected.jobs.load(job.id)).toEqual(job);
    });

    it('takes a change of a job for its own, and makes it once', async () => {
      const connected = connect(PATIENT);
      const job = await connected.create();
      const changed = await losingAnswers(connected, () =>
        connected.jobs.update(job, { change: { phase: 'swot' }, events: [event('progress')] }),
      );
      expect(changed).toMatchObject({ phase: 'swot', last_event: 2 });
      expect(await connected.jobs.load(job.id)).toEqual(changed);
      expect(await connected.jobs.events(job.id, 0, 10)).toHaveLength(2);
    });

    it('counts an entry once', async () => {
      const connected = connect(PATIENT);
      await losingAnswers(connected, () => connected.usage.add([entry()]));
      expect(await connected.usage.spentUsd('alice', ENTRY.day)).toBe(0.5);
    });
  });

  it('counts the jobs that it adds itself at once, and all of them now and again', async () => {
    const database = emulator.newDatabase();
    const [one, other] = [connect(KEPT, database).jobs, connect(KEPT, database).jobs];
    expect(await one.pending()).toBe(0);
    for (let count = 1; count <= 3; count += 1) {
      await one.create(newJob());
      expect(await one.pending()).toBe(count);
    }
    await one.create(newJob({ status: 'processing' }));
    expect(await other.pending()).toBe(3);
    await other.create(newJob());
    await eventually(async () => (await one.pending()) === 4);
  });

  it('is not sent what belongs to somebody else, so that it takes as long as what never was', async () => {
    const { reports, jobs, create } = connect();
    const report = { ...REPORT, id: randomUUID() };
    await reports.add(report);
    const job = await create();
    let said = '';
    proxy.overhear = (chunk) => (said += chunk.toString('latin1'));
    for (const id of [report.id, job.id]) {
      expect(await reports.find(id, 'bob')).toBeNull();
      expect(await reports.remove(id, 'bob')).toBe(false);
      expect(await jobs.find(id, 'bob')).toBeNull();
    }
    expect(said).not.toContain('AT&T');
    expect(await reports.find(report.id, 'alice')).toEqual(report);
    expect(await jobs.find(job.id, 'alice')).toEqual(job);
    expect(said.split('AT&T').length).toBeGreaterThanOrEqual(3);
  });

  it('keeps the largest request that the service takes, and stages larger than a document', async () => {
    const { create, jobs, firestore } = connect();
    const texts = ['é', '株', 'x'].map((letter, index) => sourceOf(`s${index}`, letter.repeat(200_000)));
    const request = requestOf({ sources: texts });
    expect(Buffer.byteLength(JSON.stringify(request))).toBeGreaterThan(1024 * 1024);
    const job = await create(newJob({}, { request }));
    expect(await jobs.request(job.id)).toEqual(request);
    const stage = { name: 'research', result: { notes: 'ü'.repeat(1_200_000) } };
    const changed = await jobs.update(job, { change: { progress: 0.5 }, stage });
    expect(await jobs.stages(job.id)).toEqual([stage]);
    expect(await jobs.request(job.id)).toEqual(request);
    const ended = { status: 'completed', finished_at: '2026-03-01T12:05:00.000Z' } as const;
    await jobs.update(changed!, { change: ended });
    expect((await firestore.collectionGroup('job_parts').count().get()).data().count).toBe(0);
  });

  it('shows no job that is past its time, though nobody has removed it yet', async () => {
    const database = emulator.newDatabase();
    const { create, jobs } = connect(KEPT, database);
    const job = await create();
    await jobs.update(job, { change: { status: 'failed', finished_at: '2026-03-01T12:05:00.000Z' } });
    const later = connect({ JOB_RETENTION_DAYS: '1' }, database).jobs;
    expect(await later.load(job.id)).not.toBeNull();
    const other = connect({ JOB_RETENTION_DAYS: '1' });
    const past = await other.create();
    await other.jobs.update(past, { change: { status: 'failed', finished_at: '2020-03-01T12:05:00.000Z' } });
    expect(await other.jobs.load(past.id)).toBeNull();
    expect(await other.jobs.find(past.id, 'alice')).toBeNull();
    expect((await other.jobs.list({ client: 'alice', limit: 10 })).records).toEqual([]);
    const old = await other.create(
      newJob({}, { events: [{ ...event('enqueued'), at: '2020-01-01T00:00:00.000Z' }] }),
    );
    expect(await other.jobs.events(old.id, 0, 10)).toEqual([]);
  });

  it('removes keys past their time, and none that was taken anew', async () => {
    const { create, jobs } = connect();
    const key = (expires_at: string) => ({ value: 'k', body_hash: 'b', expires_at });
    await create(newJob({}, { key: key('2026-03-01T13:00:00.000Z') }));
    const created_at = '2026-03-02T12:00:00.000Z';
    const second = await create(newJob({ created_at }, { key: key('2026-03-03T13:00:00.000Z') }));
    await jobs.removeExpiredKeys('2026-03-02T12:00:00.000Z');
    expect(await jobs.keyUse('alice', 'k', created_at)).toMatchObject({ job_id: second.id });
  });

  it('has what is large kept out of the indexes, and what expires removed by time', async () => {
    const { create, jobs, usage, firestore } = connect();
    const { fieldOverrides } = JSON.parse(readFileSync('firestore.indexes.json', 'utf8')) as {
      fieldOverrides: { collectionGroup: string; fieldPath: string; ttl?: boolean; indexes: object[] }[];
    };
    const key = { value: 'k', body_hash: 'b', expires_at: '2999-01-01T00:00:00.000Z' };
    const long = 'x'.repeat(2000);
    await create(
      newJob({}, { key, events: [event('enqueued', { long })], stages: [{ name: 'a', result: long }] }),
    );
    await usage.add([entry()]);
    const ended = await create(newJob());
    await jobs.update(ended, { change: { status: 'failed', finished_at: '2026-03-01T12:05:00.000Z' } });
    for (const group of ['jobs', 'job_events', 'job_parts', 'idempotency_keys', 'usage_days']) {
      const { docs } = await firestore.collectionGroup(group).get();
      expect(docs.length).toBeGreaterThan(0);
      for (const [name, value] of docs.flatMap((each) => Object.entries(each.data()))) {
        const override = fieldOverrides.find(
          (each) => each.collectionGroup === group && each.fieldPath === name,
        );
        const large = Buffer.isBuffer(value) || (typeof value === 'string' && value.length > 1500);
        if (large) expect([group, name, override?.indexes]).toEqual([group, name, []]);
        if (value instanceof Timestamp) expect([group, name, override?.ttl]).toEqual([group, name, true]);
      }
    }
  });
});
