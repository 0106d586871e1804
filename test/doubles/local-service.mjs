import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';

const require = createRequire(import.meta.url);

/** The built service in this process, on a folder that is gone afterwards; silent unless `output` is given. */
export async function startLocalService(env, output) {
  const { createApp } = require('../../dist/app.js');
  const { parseConfig } = require('../../dist/config/config.js');
  const { StartupGate } = require('../../dist/health/startup-gate.js');
  const folder = mkdtempSync(join(tmpdir(), 'consultantos-local-'));
  const config = parseConfig({
    ENVIRONMENT: 'development',
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: folder,
    ...env,
  });
  const destination = output ?? new Writable({ write: (_line, _encoding, done) => done() });
  const app = await createApp({ config, destination });
  await app.listen(config.PORT, config.HOST);
  await app.get(StartupGate).run();
  return {
    url: `http://127.0.0.1:${app.getHttpServer().address().port}`,
    async close() {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
