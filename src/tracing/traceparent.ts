import type { SpanContext } from '@opentelemetry/api';

const PATTERN = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const SAMPLED = 1;

/**
 * The context that a `traceparent` names, https://www.w3.org/TR/trace-context/#traceparent-header; undefined where it is
 * malformed, sent twice (Node joins the two by a comma), or of a version that cannot be read.
 */
export function parseTraceparent(text: unknown): SpanContext | undefined {
  const [, version, traceId, spanId, flags, more] =
    (typeof text === 'string' ? PATTERN.exec(text) : null) ?? [];
  if (version === undefined || traceId === undefined || spanId === undefined || flags === undefined)
    return undefined;
  if (version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & SAMPLED, isRemote: true };
}

export const formatTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${(traceFlags & SAMPLED).toString().padStart(2, '0')}`;

export const isTraceparent = (text: string): boolean => parseTraceparent(text) !== undefined;
