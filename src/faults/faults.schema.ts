import { z } from 'zod';

const BACKENDS = ['database', 'cache', 'storage', 'queue'] as const;
export type Backend = (typeof BACKENDS)[number];

const HOUR_MS = 3_600_000;

const backendFault = z
  .discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('slow'), delay_ms: z.int().min(1).max(HOUR_MS) }),
    z.strictObject({ mode: z.literal('failing') }),
    z.strictObject({ mode: z.literal('hanging') }).meta({ description: 'Until the fault is taken away.' }),
    z
      .strictObject({ mode: z.literal('degraded') })
      .meta({ description: 'Its health check passes with a warning.' }),
  ])
  .meta({ id: 'BackendFault' });

/** Everything that is wrong at once; what is absent is well. */
export const faultsSchema = z
  .strictObject({
    backends: z.partialRecord(z.enum(BACKENDS), backendFault).default({}),
    failing_share: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .meta({ description: 'Of API requests, answered 500.' }),
    price_factor: z
      .number()
      .min(1)
      .max(1e6)
      .default(1)
      .meta({ description: 'Gemini costs so many times as much.' }),
    loop_block_ms: z.int().min(0).max(10_000).default(0).meta({ description: 'In each second, at once.' }),
    heap_share: z
      .number()
      .min(0)
      .max(0.97)
      .default(0)
      .meta({ description: 'Of the heap’s limit, kept in use.' }),
  })
  .meta({ id: 'Faults' });

export type BackendFault = z.infer<typeof backendFault>;
export type FaultsBody = z.infer<typeof faultsSchema>;
