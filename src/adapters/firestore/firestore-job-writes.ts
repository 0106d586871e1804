import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DocumentReference, DocumentSnapshot, WriteBatch } from '@google-cloud/firestore';
import { Injectable } from '@nestjs/common';
import {
  type Created,
  isFinal,
  type JobRecord,
  type JobWrite,
  type NewJob,
  type NewJobEvent,
} from '../../analysis/ports/job-repository.port.js';
import { Config } from '../../config/config.js';
import { AppError } from '../../errors/errors.js';
import { FirestoreCalls } from './firestore-calls.js';
import { JOBS } from './firestore-job-queries.js';
import { revisionOf, timeOf, toDocument, toEventDocument, toJob } from './job-documents.js';
import { JobKeys } from './job-keys.js';
import { JobParts } from './job-parts.js';

/** Tries of one write, while others write to the same documents. */
const ROUNDS = 10;
const PAUSE_MS = 30;

type Outcome<T> = { readonly done: T } | 'again';

/** The writes to jobs: each is one commit, refused as a whole where the row is not as it was seen. */
@Injectable()
export class FirestoreJobWrites {
  private readonly keptDays: number;
  private readonly keys: JobKeys;

  constructor(
    private readonly calls: FirestoreCalls,
    config: Config,
  ) {
    this.keptDays = config.JOB_RETENTION_DAYS;
    this.keys = new JobKeys(calls);
  }

  /** @throws AppError `conflict` where the id exists, `overloaded` */
  create(job: NewJob): Promise<Created> {
    const writeId = randomUUID();
    return untilSettled(() => this.createOnce(job, writeId));
  }

  /** @throws AppError `overloaded` */
  update(job: JobRecord, write: JobWrite): Promise<JobRecord | null> {
    if (isFinal(job.status)) return Promise.resolve(null);
    const writeId = randomUUID();
    return untilSettled(() => this.updateOnce(job, write, writeId));
  }

  private async createOnce(job: NewJob, writeId: string): Promise<Outcome<Created>> {
    const { record, events, key } = job;
    const keyed = key && (await this.keys.look(this.keys.reference(record.client, key.value)));
    const taken = keyed && this.keys.useOf(keyed, record.created_at);
    if (taken && taken.job_id !== record.id) return { done: { taken } };
    const row = { ...record, last_event: events.length };
    const at = await this.calls.commit((batch) => {
      const rest = { created_by: writeId, key: keyed ? keyed.ref : null };
      const reference = this.reference(record.id);
      batch.create(reference, { ...toDocument(row, writeId, this.keptDays), ...rest });
      const parts = new JobParts(reference);
      if (job.request && !isFinal(record.status)) parts.addRequest(batch, job.request);
      for (const stage of job.stages) parts.addStage(batch, stage);
      this.addEvents(batch, reference, 0, events);
      if (key && keyed) this.keys.take(batch, keyed, record.id, key);
    });
    if (at) return { done: { job: { ...row, revision: revisionOf(at) } } };
    const standing = await this.read(record.id);
    if (!standing.exists) return 'again';
    if (standing.get('created_by') !== writeId) throw new AppError('conflict', 'This job exists already.');
    return { done: { job: toJob(standing) ?? { ...row, revision: '' } } };
  }

  private async updateOnce(
    job: JobRecord,
    { change, events = [], stage }: JobWrite,
    writeId: string,
  ): Promise<Outcome<JobRecord | null>> {
    const { revision, ...row } = { ...job, ...change, last_event: job.last_event + events.length };
    const reference = this.reference(job.id);
    const parts = new JobParts(reference);
    // Whoever added one after this look has changed the row, and then nothing of this is written.
    const obsolete = isFinal(row.status) ? await this.calls.read(() => parts.references()) : [];
    const at = await this.calls.commit((batch) => {
      const lastUpdateTime = timeOf(revision);
      batch.update(reference, { ...toDocument(row, writeId, this.keptDays) }, { lastUpdateTime });
      if (stage && !isFinal(row.status)) parts.addStage(batch, stage);
      this.addEvents(batch, reference, job.last_event, events);
      for (const part of obsolete) batch.delete(part);
    });
    if (at) return { done: { ...row, revision: revisionOf(at) } };
    const standing = await this.read(job.id);
    const { updateTime } = standing;
    if (standing.get('write_id') === writeId) return { done: toJob(standing) };
    // Refused though nothing has changed: others were at work on the row in the same moment.
    return updateTime && revisionOf(updateTime) === revision ? 'again' : { done: null };
  }

  private addEvents(
    batch: WriteBatch,
    row: DocumentReference,
    after: number,
    events: readonly NewJobEvent[],
  ): void {
    events.forEach((event, index) => {
      const id = after + index + 1;
      batch.create(row.collection('job_events').doc(String(id)), toEventDocument(id, event, this.keptDays));
    });
  }

  private reference(id: string): DocumentReference {
    return this.calls.client.collection(JOBS).doc(id);
  }

  private read(id: string): Promise<DocumentSnapshot> {
    return this.calls.read(() => this.reference(id).get());
  }
}

async function untilSettled<T>(attempt: () => Promise<Outcome<T>>): Promise<T> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const outcome = await attempt();
    if (outcome !== 'again') return outcome.done;
    await sleep(randomInt(1, PAUSE_MS * round));
  }
  throw new AppError('overloaded', 'Too many write to the same job just now.', {
    retryable: true,
    retryAfterSeconds: 1,
  });
}
