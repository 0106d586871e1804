import { z } from 'zod';

const timestamp = z.iso.datetime();
const reasonCode = z
  .string()
  .meta({ description: 'A reason code, never an error text.', examples: ['timeout'] });
const criticality = z.enum(['critical', 'degrading', 'informational']);
const checkStatus = z.enum(['up', 'degraded', 'down', 'unknown']);

export const livenessSchema = z
  .strictObject({ status: z.literal('alive'), timestamp })
  .meta({ id: 'Liveness' });

export const startupSchema = z
  .strictObject({
    status: z.enum(['starting', 'started']),
    startup_complete: z.boolean(),
    timestamp: timestamp.optional(),
  })
  .meta({ id: 'Startup' });

const checks = z.record(
  z.string(),
  z
    .strictObject({
      status: z.enum(['up', 'degraded', 'down']),
      provider: z.string().optional(),
      criticality: criticality.optional(),
      latency_ms: z.number().nullable().optional(),
      reason: reasonCode.optional(),
    })
    .meta({ id: 'Check' }),
);

/** Terminus's body, with the time. */
export const readinessSchema = z
  .strictObject({
    status: z.enum(['ok', 'degraded', 'error', 'shutting_down']),
    info: checks.meta({ description: 'The checks that are up.' }),
    error: checks.meta({ description: 'Those that are not.' }),
    details: checks.meta({ description: 'All of them.' }),
    timestamp,
  })
  .meta({ id: 'Readiness' });

const outcome = z.strictObject({
  status: checkStatus,
  reason: reasonCode.nullable(),
  latency_ms: z.number(),
  at: timestamp.nullable(),
});

const detailedCheck = z
  .strictObject({
    status: checkStatus,
    provider: z.string(),
    criticality,
    reason: reasonCode.nullable(),
    latency_ms: z.number().nullable(),
    last_checked: timestamp.nullable(),
    last_changed: timestamp.nullable(),
    history: z.array(outcome).meta({ description: 'The latest results, oldest first.' }),
  })
  .meta({ id: 'DetailedCheck' });

export const detailedSchema = z
  .strictObject({
    status: z.enum(['healthy', 'degraded', 'unhealthy']),
    timestamp,
    probes: z.strictObject({
      liveness: z.literal('alive'),
      readiness: readinessSchema.shape.status,
      startup: startupSchema.shape.status,
    }),
    checks: z.record(z.string(), detailedCheck),
    metrics: z.record(z.string(), z.number()).meta({ description: 'Sums over all labels, since the start.' }),
    system: z.strictObject({
      version: z.string(),
      commit: z.string(),
      environment: z.string(),
      uptime_seconds: z.number(),
      node: z.string(),
      memory: z.strictObject({ rss_mib: z.number(), heap_used_mib: z.number(), external_mib: z.number() }),
      event_loop_delay_ms: z.strictObject({ mean: z.number(), p99: z.number(), max: z.number() }),
    }),
  })
  .meta({ id: 'DetailedHealth' });
