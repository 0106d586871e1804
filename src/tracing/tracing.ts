/** The face of tracing. Nothing of OpenTelemetry is loaded, and no span made, unless ENABLE_TRACING=true. */
export { startTracing, stopTracing, watchExports } from './running.js';
export { closeServerSpan, openServerSpan, serverTraceFields } from './server-span.js';
export { continueTrace, currentTraceparent, traceFields, untraced, withinTrace, withSpan } from './spans.js';
export { isTraceparent } from './traceparent.js';
