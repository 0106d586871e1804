import { randomUUID } from 'node:crypto';
import {
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer as ApiTracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Config } from '../config/config.js';
import { samplerOf } from './sampler.js';
import type { ExportListener, SpanRole, SpanStart, Tracer } from './tracer.js';
import { WatchedExporter } from './watched-exporter.js';

const NAME = 'consultantos';
const KINDS: Readonly<Record<SpanRole, SpanKind>> = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
};

/**
 * OpenTelemetry, set up by the service's own configuration. Spans are sent by OTLP over HTTP as JSON, at most 2048 wait
 * and further ones are dropped: no request ever waits for the collector. Loaded only where tracing is on.
 */
export class OtelTracer implements Tracer {
  readonly project: string | undefined;
  private readonly exporter: WatchedExporter;
  private readonly provider: TracerProvider;
  private readonly api: ApiTracer;

  constructor(config: Config) {
    this.project = config.GCP_PROJECT_ID;
    this.exporter = new WatchedExporter(exporterOf(config));
    this.provider = new TracerProvider({
      resource: resourceOf(config),
      sampler: samplerOf(config),
      spanProcessors: [new BatchSpanProcessor({ exporter: this.exporter })],
    });
    this.api = this.provider.getTracer(NAME);
  }

  start(name: string, { role, attributes, parent }: SpanStart): Span {
    const context = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
    return this.api.startSpan(name, { kind: KINDS[role], attributes }, context);
  }

  remote(context: SpanContext): Span {
    return trace.wrapSpanContext(context);
  }

  fail(span: Span, type: string): void {
    span.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR });
  }

  watchExports(listener: ExportListener): void {
    this.exporter.listener = listener;
  }

  shutdown(): Promise<void> {
    return this.provider.shutdown();
  }
}

function exporterOf(config: Config): OTLPTraceExporter {
  return new OTLPTraceExporter({
    url: config.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? `${config.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces`,
    headers: { ...config.OTEL_EXPORTER_OTLP_HEADERS },
    timeoutMillis: config.OTEL_EXPORTER_OTLP_TIMEOUT,
  });
}

function resourceOf({ OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES, ENVIRONMENT, COMMIT }: Config): Resource {
  return resourceFromAttributes({
    'service.name': NAME,
    'service.version': COMMIT,
    'service.instance.id': randomUUID(),
    'deployment.environment.name': ENVIRONMENT,
    ...OTEL_RESOURCE_ATTRIBUTES,
    ...(OTEL_SERVICE_NAME !== undefined && { 'service.name': OTEL_SERVICE_NAME }),
  });
}
