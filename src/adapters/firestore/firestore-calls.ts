import type { Firestore, Timestamp, WriteBatch } from '@google-cloud/firestore';
import { Injectable } from '@nestjs/common';
import { BackendCalls } from '../../backend-calls/backend-calls.js';
import { Config } from '../../config/config.js';
import { Log } from '../../logging/log.js';
import { ApiCallMetrics } from '../../metrics/metrics.js';
import { FirestoreConnection } from './firestore-connection.js';
import { faultOf, isRefusal } from './firestore-faults.js';

const READING = 'The register cannot be read';
const WRITING = 'The register cannot take this';

/**
 * Calls to Firestore. Its client knows no deadline of a call: one that takes too long is left behind and may still be
 * carried out, seconds later. So every commit carries preconditions, and every call may be repeated.
 */
@Injectable()
export class FirestoreCalls extends BackendCalls {
  readonly client: Firestore;

  constructor(
    private readonly connection: FirestoreConnection,
    config: Config,
    metrics: ApiCallMetrics,
    log: Log,
  ) {
    const timeoutMs = config.BACKEND_TIMEOUT * 1000;
    super(
      { service: 'firestore', timeoutMs, tries: 3, failuresToRest: 5, restMs: timeoutMs, faultOf },
      metrics,
      log,
    );
    this.client = connection.client;
  }

  /** @throws AppError `overloaded` */
  read<T>(work: (client: Firestore) => Promise<T>): Promise<T> {
    return this.serve(READING, () => this.connection.use(work));
  }

  /**
   * All of the writes or none. Null where a precondition did not hold; that may be because an earlier try, whose answer
   * was lost, was carried out. @param fill makes the batch, anew for each try. @returns the time of the writes. @throws AppError `overloaded`
   */
  commit(fill: (batch: WriteBatch, client: Firestore) => void): Promise<Timestamp | null> {
    const send = async (client: Firestore) => {
      const batch = client.batch();
      fill(batch, client);
      try {
        const [first] = await batch.commit();
        return first?.writeTime ?? null;
      } catch (error) {
        if (isRefusal(error)) return null;
        throw error;
      }
    };
    return this.serve(WRITING, () => this.connection.use(send));
  }

  /** Asks for a document that need not exist. @throws CheckFailed */
  async prove(): Promise<void> {
    await this.probe(() => this.connection.use((client) => client.doc('health/probe').get()));
  }
}
