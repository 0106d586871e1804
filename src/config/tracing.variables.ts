import { parsePairs, parseServiceUrl } from './parsers.js';
import { flag, number, oneOf, optionalText, parsed } from './variable.js';

const PAIRS = 'key=value, comma-separated, values percent-encoded';

/** Traces; the OTEL_ names and meanings are OpenTelemetry's own, https://opentelemetry.io/docs/languages/sdk-configuration/ */
export const TRACING = {
  ENABLE_TRACING: flag(
    false,
    'Send traces by OTLP over HTTP (as JSON) and write trace_id and span_id into log lines. Nothing of OpenTelemetry is loaded otherwise.',
  ),
  OTEL_SERVICE_NAME: optionalText(
    'text',
    'Name of the service in traces; consultantos where neither this nor OTEL_RESOURCE_ATTRIBUTES says it.',
  ),
  OTEL_RESOURCE_ATTRIBUTES: parsed(parsePairs, '', PAIRS, 'What traces tell of this process.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: parsed(
    parseServiceUrl,
    'http://localhost:4318',
    'an http or https address without credentials and query',
    'The collector; /v1/traces is added.',
  ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: optionalText(
    'an http or https address without credentials and query',
    'The collector’s address for traces as it is, in place of the one above.',
    { pattern: /^https?:\/\/[^\s@?#]+$/ },
  ),
  OTEL_EXPORTER_OTLP_HEADERS: parsed(parsePairs, '', PAIRS, 'Headers for the collector, e.g. its key.', {
    secret: true,
  }),
  OTEL_EXPORTER_OTLP_TIMEOUT: number(
    { min: 1, max: 60_000 },
    10_000,
    'Milliseconds that one export may take. At the end of the process all that is left gets two seconds.',
  ),
  OTEL_TRACES_SAMPLER: oneOf(
    [
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
      'always_on',
      'always_off',
      'traceidratio',
    ],
    'parentbased_always_on',
    'Which traces are sent; parentbased ones follow the traceparent that a request brings.',
  ),
  OTEL_TRACES_SAMPLER_ARG: number(
    { min: 0, max: 1, whole: false },
    1,
    'Share of the traces that the traceidratio samplers send.',
  ),
};
