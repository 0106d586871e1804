import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/config.js';
import type { ExportListener, Tracer } from './tracer.js';

/** A collector that is down must not hold up the end of the process: OpenTelemetry itself would wait for ten seconds. */
const FLUSH_MS = 2000;

let running: Tracer | undefined;

/** The tracer of this process; undefined where tracing is off. */
export const tracer = (): Tracer | undefined => running;

/** Loads OpenTelemetry where ENABLE_TRACING=true. One for all applications of a process. */
export async function startTracing(config: Config): Promise<void> {
  if (!config.ENABLE_TRACING) return;
  const { OtelTracer } = await import('./otel-tracer.js');
  running = new OtelTracer(config);
}

/** Sends what is left, for at most two seconds. Never rejects: what cannot be sent then is lost. @param limitMs where there is less time */
export async function stopTracing(limitMs = FLUSH_MS): Promise<void> {
  const last = running;
  running = undefined;
  if (!last) return;
  const sent = last.shutdown().catch(() => undefined);
  await Promise.race([sent, sleep(Math.min(limitMs, FLUSH_MS), undefined, { ref: false })]);
}

/** Calls `listener` when exports begin to fail, and when they work again. */
export function watchExports(listener: ExportListener): void {
  running?.watchExports(listener);
}
