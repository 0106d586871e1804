import type { Attributes, Span, SpanContext } from '@opentelemetry/api';

/** What a span stands for: a request, a call to a backend, a job, or a part of the work in between. */
export type SpanRole = 'server' | 'client' | 'consumer' | 'internal';

export interface SpanStart {
  readonly role: SpanRole;
  readonly attributes: Attributes;
  /** A trace of its own begins where absent. */
  readonly parent: SpanContext | undefined;
}

/** What is told of the exports once it changes: whether the collector takes the spans. */
export type ExportListener = (working: boolean) => void;

/** All that this service asks of OpenTelemetry. */
export interface Tracer {
  /** Project of Google Cloud to which the traces belong, for its log viewer. */
  readonly project: string | undefined;
  start(name: string, options: SpanStart): Span;
  /** A span of another process, to be a parent here. */
  remote(context: SpanContext): Span;
  /** Marks a span as failed. @param type a word of a small set, never a message */
  fail(span: Span, type: string): void;
  watchExports(listener: ExportListener): void;
  /** Sends what is left; may take as long as the collector does. */
  shutdown(): Promise<void>;
}
