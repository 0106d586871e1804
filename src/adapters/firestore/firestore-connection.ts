import { Firestore } from '@google-cloud/firestore';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { BackendFault, withDeadline } from '../../backend-calls/backend-calls.js';
import { Config } from '../../config/config.js';
import { boundConnecting } from './bound-connecting.js';
import { readOnlySentDetails } from './error-details.js';

const GOODBYE_MS = 500;
/** gRPC would wait for up to two minutes before it looks again for a server that was away. */
const LONGEST_PAUSE_MS = 1000;
/** A connection on which nothing comes back is taken for dead after this. */
const SILENCE_MS = 5000;
/** Long enough for a first packet to be lost and sent again; what comes back is to be used again within ten seconds. */
const CONNECTING_MS = 3000;

/** The client of Firestore. It connects with its first call, and again whenever the connection is lost. */
@Injectable()
export class FirestoreConnection implements OnApplicationShutdown {
  /** For naming documents and building queries; whatever is sent goes through `use`. */
  readonly client: Firestore;
  private readonly underWay = new Set<Promise<unknown>>();
  private closed = false;
  private readonly unbound = boundConnecting(CONNECTING_MS);

  constructor({ GCP_PROJECT_ID: projectId, FIRESTORE_EMULATOR_HOST: emulator }: Config) {
    if (projectId === undefined)
      throw new Error('DATABASE=firestore needs GCP_PROJECT_ID: the configuration lets nothing else pass.');
    readOnlySentDetails();
    this.client = new Firestore({
      projectId,
      ignoreUndefinedProperties: true,
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': LONGEST_PAUSE_MS,
      'grpc.keepalive_time_ms': SILENCE_MS,
      'grpc.keepalive_timeout_ms': SILENCE_MS,
      // With its universe named the client asks no metadata server, which is not there where an emulator is.
      ...(emulator !== undefined && {
        host: emulator,
        ssl: false,
        clientOptions: { universeDomain: 'googleapis.com' },
      }),
    });
  }

  /** Sends something. Also a call that nobody waits for any more is known here until it ends. @throws what the client throws, BackendFault */
  async use<T>(call: (client: Firestore) => Promise<T>): Promise<T> {
    if (this.closed) throw new BackendFault('unavailable', 'CLOSED');
    const sent = call(this.client);
    this.underWay.add(sent);
    try {
      return await sent;
    } finally {
      this.underWay.delete(sent);
    }
  }

  /** Resolves once nothing is under way, also nothing that was left behind. */
  async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
  }

  /**
   * A client that is closed under its calls rejects where nobody listens, when they try again. So it is closed once
   * there are none; what is still under way after a moment holds up nobody, and ends with the process.
   */
  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    this.unbound();
    const goodbye = this.idle().then(() => this.client.terminate());
    await withDeadline(GOODBYE_MS, () => goodbye).catch(() => undefined);
  }
}
