import {
  type DocumentReference,
  type DocumentSnapshot,
  Timestamp,
  type WriteBatch,
} from '@google-cloud/firestore';
import type { IdempotencyKey, KeyUse } from '../../analysis/ports/job-repository.port.js';
import { documentName } from './document-name.js';
import type { FirestoreCalls } from './firestore-calls.js';

const COLLECTION = 'idempotency_keys';
const BATCH = 200;

/** What clients called their requests: one document a key, under a digest of client and key. */
export class JobKeys {
  constructor(private readonly calls: FirestoreCalls) {}

  reference(client: string, value: string): DocumentReference {
    return this.calls.client.collection(COLLECTION).doc(documentName(client, value));
  }

  look(reference: DocumentReference): Promise<DocumentSnapshot> {
    return this.calls.read(() => reference.get());
  }

  /** What the key stands for at `now`; null where it is free. */
  useOf(found: DocumentSnapshot, now: string): KeyUse | null {
    if (!found.exists || (found.get('expires_at') as Timestamp).toMillis() <= Date.parse(now)) return null;
    return { job_id: String(found.get('job_id')), body_hash: String(found.get('body_hash')) };
  }

  /** Takes a key that was seen to be free; the commit is refused where somebody else was faster. */
  take(batch: WriteBatch, found: DocumentSnapshot, jobId: string, key: IdempotencyKey): void {
    const expires_at = Timestamp.fromMillis(Date.parse(key.expires_at));
    const document = { job_id: jobId, body_hash: key.body_hash, expires_at };
    const { ref, updateTime } = found;
    if (updateTime) batch.update(ref, document, { lastUpdateTime: updateTime });
    else batch.create(ref, document);
  }

  async removeExpired(now: string): Promise<void> {
    const until = Timestamp.fromMillis(Date.parse(now));
    for (let removed = BATCH; removed === BATCH;) {
      const found = await this.calls.read((firestore) =>
        firestore.collection(COLLECTION).where('expires_at', '<=', until).limit(BATCH).get(),
      );
      // One that was taken anew meanwhile has another time, and stays: its own removal is refused.
      for (const { ref, updateTime } of found.docs)
        await this.calls.commit((batch) => batch.delete(ref, { lastUpdateTime: updateTime }));
      removed = found.size;
    }
  }
}
