import { randomUUID } from 'node:crypto';
import { freePort } from './free-port.js';
import { type StartedProcess, startProcess } from './started-process.js';

/** Google's own emulator, the package google-cloud-cli-firestore-emulator of the Google Cloud CLI; it needs Java. */
export const FIRESTORE_EMULATOR =
  '/usr/lib/google-cloud-sdk/platform/cloud-firestore-emulator/cloud-firestore-emulator.jar';
const MAIN = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';
/** They shorten its start to a second or two. */
const QUICK_START = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Duser.language=en'];

/** A Firestore of one's own on a free port; nothing is kept. It knows no composite indexes and no time to live. */
export class FirestoreEmulator {
  private constructor(
    readonly port: number,
    private readonly server: StartedProcess,
  ) {}

  static async start(): Promise<FirestoreEmulator> {
    const port = await freePort();
    const args = [
      ...QUICK_START,
      '-cp',
      FIRESTORE_EMULATOR,
      MAIN,
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
    ];
    return new FirestoreEmulator(port, await startProcess('java', args, port));
  }

  /** The settings of a service that has a database of its own here. */
  newDatabase(): Record<string, string> {
    return {
      DATABASE: 'firestore',
      GCP_PROJECT_ID: `test-${randomUUID()}`,
      FIRESTORE_EMULATOR_HOST: `127.0.0.1:${this.port}`,
    };
  }

  /** It hangs: connections stay, and nobody answers. */
  pause(): void {
    this.server.kill('SIGSTOP');
  }

  resume(): void {
    this.server.kill('SIGCONT');
  }

  close(): Promise<void> {
    return this.server.end();
  }
}
