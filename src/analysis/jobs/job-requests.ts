import { z } from 'zod';
import { JOB_STATUSES } from '../ports/job-repository.port.js';

/** GET /jobs. */
export const jobListQuery = z.strictObject({
  status: z.enum(JOB_STATUSES).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(400).optional().meta({ description: '`next_cursor` of the page before.' }),
});

export const jobPath = z.object({ id: z.uuid() });

export const idempotencyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .optional()
    .meta({
      description:
        'Your own name for this request, kept for 24 hours: sent again with the same body it gives the same job.',
    }),
});

export const eventsHeader = z.object({
  'Last-Event-ID': z
    .string()
    .regex(/^\d{1,9}$/)
    .optional()
    .meta({ description: 'The last event that you have; the stream goes on after it.' }),
});
