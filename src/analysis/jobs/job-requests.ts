import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { ZodPipe } from '../../errors/zod.pipe.js';
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
    .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters')
    .optional()
    .meta({
      description:
        'Your own name for this request, kept for 24 hours: sent again with the same body it gives the same job.',
    }),
});

export const eventsHeader = z.object({
  'Last-Event-ID': z
    .string()
    .regex(/^\d{1,9}$/, 'must be the id of an event')
    .optional()
    .meta({ description: 'The last event that you have; the stream goes on after it.' }),
});

const headerOf = new ZodPipe(idempotencyHeader, 'headers');
const eventHeaderOf = new ZodPipe(eventsHeader, 'headers');

/** @throws AppError `validation_error` */
export const keyOf = (headers: IncomingHttpHeaders): string | undefined =>
  headerOf.transform({ 'Idempotency-Key': headers['idempotency-key'] })['Idempotency-Key'];

/** The number of the last event that the client has; 0 where it has none. @throws AppError `validation_error` */
export const lastEventOf = (headers: IncomingHttpHeaders): number =>
  Number(eventHeaderOf.transform({ 'Last-Event-ID': headers['last-event-id'] })['Last-Event-ID'] ?? 0);
