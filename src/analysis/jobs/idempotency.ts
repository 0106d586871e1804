import { createHash } from 'node:crypto';
import type { AnalysisRequest } from '../analysis-request.js';
import type { IdempotencyKey } from '../ports/job-repository.port.js';

const KEPT_MS = 24 * 3_600_000;

/** A client's key as it stands for this request. */
export function idempotencyKey(value: string, request: AnalysisRequest, now: Date): IdempotencyKey {
  const expires_at = new Date(now.getTime() + KEPT_MS).toISOString();
  return { value, body_hash: bodyHash(request), expires_at };
}

/** Of the request as it was understood: spaces, the order of fields and defaults that are spelt out do not matter. */
function bodyHash({ metadata, ...rest }: AnalysisRequest): string {
  const canonical = JSON.stringify([rest, Object.entries(metadata).sort()]);
  return createHash('sha256').update(canonical).digest('hex');
}
