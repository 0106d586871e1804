import { z } from 'zod';
import { isTraceparent } from '../../tracing/tracing.js';

/**
 * What the queue carries: which job, and the request that handed it over. What the job is, and whether it may still be
 * begun, is told by the register alone. Another release may read it: fields are added, never changed.
 */
const payloadSchema = z.object({
  job_id: z.uuid(),
  /** So that also what is logged before the row is read belongs to its request; null where no request was at work. */
  request_id: z
    .string()
    .regex(/^[A-Za-z0-9._:/+=@-]{1,128}$/)
    .nullable(),
  /** Of the same request; null where it is not traced. What cannot be read counts as none: a trace is not worth a job. */
  traceparent: z.string().refine(isTraceparent).nullable().catch(null),
});

export type JobPayload = z.infer<typeof payloadSchema>;

/** @throws ZodError where it would be refused on the other side */
export const payloadOf = (
  id: string,
  requestId: string | undefined,
  traceparent: string | undefined,
): JobPayload =>
  payloadSchema.parse({ job_id: id, request_id: requestId ?? null, traceparent: traceparent ?? null });

/** Null where somebody else wrote it, or an incompatible release. */
export const readPayload = (data: unknown): JobPayload | null => payloadSchema.safeParse(data).data ?? null;
