import { AsyncLocalStorage } from 'node:async_hooks';
import type { Attributes, Span } from '@opentelemetry/api';
import { AppError } from '../errors/errors.js';
import { RequestContext, type RequestFacts } from '../request-context/request-context.js';
import { tracer } from './running.js';
import type { SpanRole, Tracer } from './tracer.js';
import { formatTraceparent, parseTraceparent } from './traceparent.js';

const SPAN = Symbol('span of the request');
type Holder = RequestFacts & { [SPAN]?: Span };

/** The fields of a log line that lead to its trace, by the names that Cloud Logging knows. */
export interface TraceFields {
  readonly trace_id: string;
  readonly span_id: string;
  readonly 'logging.googleapis.com/trace'?: string;
}

interface Kind {
  readonly role?: SpanRole;
  readonly attributes?: Attributes;
}

const context = new RequestContext();
/** The innermost span at work below that of the request; null where nothing is to be traced. */
const inner = new AsyncLocalStorage<Span | null>();

/** A request's span lies in its facts, so that also what is taken up by a timer or a socket finds it. */
export function keepSpan(facts: RequestFacts, span: Span): void {
  (facts as Holder)[SPAN] = span;
}

export const keptSpan = (facts: RequestFacts): Span | undefined => (facts as Holder)[SPAN];

function activeSpan(): Span | undefined {
  const nested = inner.getStore();
  if (nested !== undefined) return nested ?? undefined;
  const facts = context.current();
  return facts && keptSpan(facts);
}

/**
 * Runs `work` as a span of the trace in hand; just runs it where there is none: what no request or job asked for makes
 * no traces. @param name a word of a small set, never a client's text; so are the attributes
 */
export function withSpan<T>(name: string, work: () => Promise<T>, kind: Kind = {}): Promise<T> {
  const tracing = tracer();
  const parent = tracing && activeSpan();
  if (!parent) return work();
  return follow(tracing, start(tracing, name, parent, kind), work);
}

/** Runs `work` as a span of the trace that `traceparent` names, e.g. of the request that ordered it; else of a new one. */
export function continueTrace<T>(
  name: string,
  traceparent: string | null | undefined,
  work: () => Promise<T>,
  kind: Kind = {},
): Promise<T> {
  const tracing = tracer();
  if (!tracing) return work();
  const { role = 'internal', attributes = {} } = kind;
  const parent = parseTraceparent(traceparent);
  return follow(tracing, tracing.start(name, { role, attributes, parent }), work);
}

/** Runs `work` in a trace that began elsewhere, without a span for itself. */
export function withinTrace<T>(traceparent: string | null, work: () => T): T {
  const tracing = tracer();
  const parent = tracing && parseTraceparent(traceparent);
  return parent ? inner.run(tracing.remote(parent), work) : work();
}

/** For what looks after something again and again: its calls would bury the others. */
export function untraced<T>(work: () => T): T {
  return tracer() ? inner.run(null, work) : work();
}

/** For whoever goes on elsewhere: a job's row, an HTTP call. Undefined outside any trace. */
export function currentTraceparent(): string | undefined {
  const span = tracer() && activeSpan();
  return span && formatTraceparent(span.spanContext());
}

/** Undefined outside any trace. */
export function traceFields(span?: Span): TraceFields | undefined {
  const tracing = tracer();
  const active = tracing && (span ?? activeSpan());
  if (!active) return undefined;
  const { traceId, spanId } = active.spanContext();
  const fields = { trace_id: traceId, span_id: spanId };
  if (tracing.project === undefined) return fields;
  return { ...fields, 'logging.googleapis.com/trace': `projects/${tracing.project}/traces/${traceId}` };
}

function start(tracing: Tracer, name: string, parent: Span, { role = 'internal', attributes = {} }: Kind) {
  return tracing.start(name, { role, attributes, parent: parent.spanContext() });
}

const wordOf = (error: unknown) =>
  error instanceof AppError ? error.code : error instanceof Error ? error.name : 'unknown';

async function follow<T>(tracing: Tracer, span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await inner.run(span, work);
  } catch (error) {
    // Never the message: it may hold what a client sent, or an upstream said.
    tracing.fail(span, wordOf(error));
    throw error;
  } finally {
    span.end();
  }
}
