import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type AppOptions, createApp } from './app.js';
import { letMemoryGrow } from './boot-memory.js';
import { type Config, parseConfig, readEnvironment } from './config/config.js';
import { cannotListen } from './errors/errors.js';
import { StartupGate } from './health/startup-gate.js';
import { assertFreePorts, serverOptions } from './http/http.js';
import { Log } from './logging/log.js';
import { LogRoot } from './logging/log-root.js';
import { ManagementListener } from './metrics/management-listener.js';
import { Shutdown } from './shutdown/shutdown.js';
import { startTracing, watchExports } from './tracing/tracing.js';
import { endEarlyStop } from './early-signals.js';
import { stopInOrder } from './stop.js';

/** Builds, listens, runs the startup tasks, and waits for the signal to stop. @param imports modules besides the product's own */
export async function start(imports: AppOptions['imports'] = []): Promise<void> {
  const config = parseConfig(readEnvironment());
  await startTracing(config);
  await assertFreePorts(config);
  const app = await createApp({ config, imports });
  const management = new ManagementListener(
    config,
    app.getHttpAdapter().getInstance(),
    serverOptions(config),
  );
  const log = Log.named(app.get(LogRoot), 'Service');
  watchExports((working) =>
    log.warning('trace_export_state_changed', { state: working ? 'working' : 'failing' }),
  );
  const shutdown = new Shutdown(app, log, () => management.close());
  await listen(app, config);
  await management.listen();
  stopInOrder(app, shutdown, log);
  // Not before: a signal that nobody hears for a moment is lost, also one that has come already.
  endEarlyStop();
  log.info('application_started', {
    url: await app.getUrl(),
    environment: config.ENVIRONMENT,
    role: config.ROLE,
    node: process.version,
    start_ms: Math.round(performance.now()),
    ...(management.port && { metrics_port: management.port }),
  });
  letMemoryGrow();
  await app.get(StartupGate).run();
}

async function listen(app: NestFastifyApplication, { HOST, PORT }: Config): Promise<void> {
  try {
    await app.listen(PORT, HOST);
  } catch (error) {
    throw cannotListen({ variable: 'PORT', port: PORT, host: HOST }, error) ?? error;
  }
}
