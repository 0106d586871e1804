import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GcsServer } from '../../doubles/gcs-server.ts';
import { GeminiServer } from '../../doubles/gemini-server.ts';
import { standIn } from '../../doubles/gemini-stand-in.ts';
import { RedisServer } from '../../doubles/redis-server.ts';

/** Everything that the service can stand on, each a process or a server of its own on a free port. */
export class Backends {
  /**
   * @param answerMs how long the upstream takes for each answer
   * @param database `firestore`, or `embedded`: one SQLite file that all processes of this machine share
   */
  static async start(answerMs, database) {
    const backends = new Backends();
    backends.folder = mkdtempSync(join(tmpdir(), 'consultantos-cluster-'));
    backends.redis = await RedisServer.start();
    backends.gcs = await GcsServer.start();
    if (database === 'firestore') {
      const { FirestoreEmulator } = await import('../../doubles/firestore-emulator.ts');
      backends.firestore = await FirestoreEmulator.start();
    }
    backends.database = backends.firestore?.newDatabase() ?? {};
    backends.upstream = await GeminiServer.start();
    backends.upstream.always('*', standIn(answerMs));
    return backends;
  }

  /** The environment of a process on them. */
  get env() {
    return {
      ...this.database,
      ...this.gcs.env,
      ...this.upstream.env,
      CACHE: 'redis',
      QUEUE: 'redis',
      REDIS_URL: this.redis.url,
      DATA_DIR: join(this.folder, 'data'),
      ENVIRONMENT: 'test',
    };
  }

  async close() {
    await this.upstream.close();
    await this.gcs.close();
    await this.redis.close();
    await this.firestore?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
