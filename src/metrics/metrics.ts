/** The face of the metrics: write a class `x.metrics.ts` that makes its instruments on the injected `Registry`. */
export { Counter, Gauge, Histogram, Registry } from 'prom-client';
export { ApiCallMetrics, type Service } from './api-call.metrics.js';
export { CacheMetrics } from './cache.metrics.js';
export { ErrorMetrics } from './error.metrics.js';
export { ExecutionMetrics } from './execution.metrics.js';
export { HttpMetrics } from './http.metrics.js';
export { residentLimit } from './memory-limit.metrics.js';
export { type Overload, RefusalMetrics } from './refusal.metrics.js';
