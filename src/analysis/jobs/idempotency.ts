import { createHash } from 'node:crypto';
import { AppError } from '../../errors/errors.js';
import type { AnalysisRequest } from '../analysis-request.js';
import type { IdempotencyKey } from '../ports/job-repository.port.js';

const KEPT_MS = 24 * 3_600_000;
const KEY = /^[\x21-\x7e]{1,255}$/;

/** A client's key for this request, or null where it sent none. @throws AppError `validation_error` */
export function idempotencyKey(
  header: string | string[] | undefined,
  request: AnalysisRequest,
  now: Date,
): IdempotencyKey | null {
  if (header === undefined) return null;
  if (typeof header !== 'string' || !KEY.test(header)) {
    throw new AppError('validation_error', 'The headers have 1 fault(s).', {
      details: [{ path: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' }],
    });
  }
  const expires_at = new Date(now.getTime() + KEPT_MS).toISOString();
  return { value: header, body_hash: bodyHash(request), expires_at };
}

/** Of the request as it was understood: spaces, the order of fields and defaults that are spelt out do not matter. */
function bodyHash({ metadata, ...rest }: AnalysisRequest): string {
  const canonical = JSON.stringify([rest, Object.entries(metadata).sort()]);
  return createHash('sha256').update(canonical).digest('hex');
}
