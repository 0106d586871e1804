import type { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { ExportListener } from './tracer.js';

type Arguments = Parameters<SpanExporter['export']>;
const SUCCESS = 0;

/** An exporter that tells when the collector stops taking spans, and when it takes them again: by itself it is silent. */
export class WatchedExporter implements SpanExporter {
  listener: ExportListener = () => undefined;
  private working = true;

  constructor(private readonly exporter: OTLPTraceExporter) {}

  export(spans: Arguments[0], done: Arguments[1]): void {
    this.exporter.export(spans, (result) => {
      const working = (result.code as number) === SUCCESS;
      if (working !== this.working) this.listener(working);
      this.working = working;
      done(result);
    });
  }

  forceFlush(): Promise<void> {
    return this.exporter.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }
}
