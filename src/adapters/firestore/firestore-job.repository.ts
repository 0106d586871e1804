import type { DocumentReference } from '@google-cloud/firestore';
import { Injectable } from '@nestjs/common';
import { type AnalysisRequest, isReportId } from '../../analysis/analysis.js';
import {
  type Created,
  type JobEvent,
  type JobPage,
  type JobQuery,
  type JobRecord,
  JobRepository,
  type JobStatistics,
  type JobWrite,
  type KeptStage,
  type KeyUse,
  type NewJob,
} from '../../analysis/ports/job-repository.port.js';
import { FirestoreCalls } from './firestore-calls.js';
import { FirestoreJobQueries, JOBS } from './firestore-job-queries.js';
import { FirestoreJobRemoval } from './firestore-job-removal.js';
import { FirestoreJobStatistics } from './firestore-job-statistics.js';
import { FirestoreJobWrites } from './firestore-job-writes.js';
import { hasExpired, toJob } from './job-documents.js';
import { JobKeys } from './job-keys.js';
import { JobParts } from './job-parts.js';
import { ownedBy } from './owned-by.js';

/**
 * Jobs in Firestore: a document each in `jobs`, with its events in `job_events` and what is large in `job_parts` below it, and
 * clients' keys in `idempotency_keys`. What is past its time is not shown, however long Firestore takes to remove it.
 */
@Injectable()
export class FirestoreJobRepository extends JobRepository {
  private readonly queries: FirestoreJobQueries;
  private readonly keys: JobKeys;
  private readonly removal: FirestoreJobRemoval;

  constructor(
    private readonly calls: FirestoreCalls,
    private readonly writes: FirestoreJobWrites,
    private readonly counts: FirestoreJobStatistics,
  ) {
    super();
    this.queries = new FirestoreJobQueries(calls.client);
    this.keys = new JobKeys(calls);
    this.removal = new FirestoreJobRemoval(calls);
  }

  override async create(job: NewJob): Promise<Created> {
    const created = await this.writes.create(job);
    if ('job' in created && created.job.status === 'pending') this.counts.added();
    return created;
  }

  override update(job: JobRecord, write: JobWrite): Promise<JobRecord | null> {
    return this.writes.update(job, write);
  }

  override async keyUse(client: string, key: string, now: string): Promise<KeyUse | null> {
    return this.keys.useOf(await this.keys.look(this.keys.reference(client, key)), now);
  }

  override async find(id: string, client: string): Promise<JobRecord | null> {
    if (!isReportId(id)) return null;
    const [found] = (await this.calls.read(() => ownedBy(client, this.reference(id)).get())).docs;
    return found ? toJob(found) : null;
  }

  override async load(id: string): Promise<JobRecord | null> {
    if (!isReportId(id)) return null;
    return toJob(await this.calls.read(() => this.reference(id).get()));
  }

  override async list(query: JobQuery): Promise<JobPage> {
    const { docs } = await this.calls.read(() => this.queries.page(query).get());
    const page = docs.slice(0, query.limit);
    const records = page.map(toJob).filter((job) => job !== null);
    const last = docs.length > query.limit ? page.at(-1) : undefined;
    return { records, next: last ? { created_at: String(last.get('created_at')), id: last.id } : null };
  }

  override request(id: string): Promise<AnalysisRequest | null> {
    return this.calls.read(() => new JobParts(this.reference(id)).request());
  }

  override stages(id: string): Promise<readonly KeptStage[]> {
    return this.calls.read(() => new JobParts(this.reference(id)).stages());
  }

  override async events(id: string, after: number, limit: number): Promise<readonly JobEvent[]> {
    const log = this.reference(id)
      .collection('job_events')
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit);
    const { docs } = await this.calls.read(() => log.get());
    return docs
      .filter((event) => !hasExpired(event))
      .map((event) => ({
        id: Number(event.get('id')),
        name: String(event.get('name')),
        at: String(event.get('at')),
        data: JSON.parse(String(event.get('data'))) as JobEvent['data'],
      }));
  }

  override async ready(now: string, limit: number): Promise<readonly string[]> {
    const { docs } = await this.calls.read(() => this.queries.ready(now, limit).get());
    return docs.map(({ id }) => id);
  }

  override async processing(limit: number): Promise<readonly JobRecord[]> {
    const { docs } = await this.calls.read(() => this.queries.processing(limit).get());
    return docs.map(toJob).filter((job) => job !== null);
  }

  override statistics(): Promise<JobStatistics> {
    return this.counts.read();
  }

  override pending(): Promise<number> {
    return this.counts.pending();
  }

  override removeFinished(before: string, limit: number): Promise<number> {
    return this.removal.finishedBefore(before, limit);
  }

  override removeExpiredKeys(now: string): Promise<void> {
    return this.keys.removeExpired(now);
  }

  private reference(id: string): DocumentReference {
    return this.calls.client.collection(JOBS).doc(id);
  }
}
