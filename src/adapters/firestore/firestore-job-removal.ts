import type { DocumentReference, QueryDocumentSnapshot } from '@google-cloud/firestore';
import type { FirestoreCalls } from './firestore-calls.js';
import { FirestoreJobQueries } from './firestore-job-queries.js';

/** Jobs that are removed side by side. */
const AT_ONCE = 10;

/** Removes finished jobs with all that belongs to them. */
export class FirestoreJobRemoval {
  private readonly queries: FirestoreJobQueries;

  constructor(private readonly calls: FirestoreCalls) {
    this.queries = new FirestoreJobQueries(calls.client);
  }

  /** @returns how many of at most `limit` jobs, the oldest first; those that another process removed do not count */
  async finishedBefore(time: string, limit: number): Promise<number> {
    const { docs } = await this.calls.read(() => this.queries.finishedBefore(time, limit).get());
    let removed = 0;
    for (let from = 0; from < docs.length; from += AT_ONCE) {
      const outcomes = await Promise.all(docs.slice(from, from + AT_ONCE).map((job) => this.remove(job)));
      removed += outcomes.filter(Boolean).length;
    }
    return removed;
  }

  private async remove(job: QueryDocumentSnapshot): Promise<boolean> {
    const parts = await this.calls.read(
      async () => (await job.ref.collection('job_events').select().get()).docs,
    );
    const key = job.get('key') as DocumentReference | null;
    const kept = key && (await this.calls.read(() => key.get()));
    const removedAt = await this.calls.commit((batch) => {
      batch.delete(job.ref, { lastUpdateTime: job.updateTime });
      for (const { ref } of parts) batch.delete(ref);
      // The key may have been taken anew, for another job.
      if (kept?.updateTime && kept.get('job_id') === job.id)
        batch.delete(kept.ref, { lastUpdateTime: kept.updateTime });
    });
    return removedAt !== null;
  }
}
