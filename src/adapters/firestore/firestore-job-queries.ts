import { FieldPath, type Firestore, type Query } from '@google-cloud/firestore';
import type { JobQuery } from '../../analysis/ports/job-repository.port.js';
import { newestFirst } from './newest-first.js';

export const JOBS = 'jobs';

/** Queries over many jobs. Each that needs an index of its own has it in firestore.indexes.json. */
export class FirestoreJobQueries {
  constructor(private readonly firestore: Firestore) {}

  /** One more than the page holds. */
  page({ client, status, limit, after }: JobQuery): Query {
    const own = this.jobs.where('client', '==', client);
    const wanted = status ? own.where('status', '==', status) : own;
    return newestFirst(wanted, after).limit(limit + 1);
  }

  ready(now: string, limit: number): Query {
    return this.pending.where('ready_at', '<=', now).limit(limit);
  }

  /** In the order in which they may be begun. */
  get pending(): Query {
    return this.jobs
      .where('status', '==', 'pending')
      .orderBy('ready_at')
      .orderBy(FieldPath.documentId())
      .select('ready_at');
  }

  processing(limit: number): Query {
    return this.jobs.where('status', '==', 'processing').limit(limit);
  }

  finishedBefore(time: string, limit: number): Query {
    return this.jobs.where('finished_at', '<', time).orderBy('finished_at').limit(limit);
  }

  ofStatus(status: string): Query {
    return this.jobs.where('status', '==', status);
  }

  private get jobs() {
    return this.firestore.collection(JOBS);
  }
}
