import { type DynamicModule, Module } from '@nestjs/common';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { Registry } from 'prom-client';
import { ApiCallMetrics } from './api-call.metrics.js';
import { BuildInfo } from './build-info.js';
import { BuildInfoMetrics } from './build-info.metrics.js';
import { CacheMetrics } from './cache.metrics.js';
import { ErrorMetrics } from './error.metrics.js';
import { EventLoopMetrics } from './event-loop.metrics.js';
import { ExecutionMetrics } from './execution.metrics.js';
import { HttpMetrics } from './http.metrics.js';
import { LogMetrics } from './log.metrics.js';
import { MemoryLimitMetrics } from './memory-limit.metrics.js';
import { MetricsController } from './metrics.controller.js';
import { RefusalMetrics } from './refusal.metrics.js';

const INSTRUMENTS = [
  ApiCallMetrics,
  CacheMetrics,
  ErrorMetrics,
  ExecutionMetrics,
  HttpMetrics,
  RefusalMetrics,
];

/** Sums of what nodejs_active_… says by type: gauges under a counter's name, which promtool refuses. */
const MISNAMED = ['handles', 'requests', 'resources'].map((what) => `nodejs_active_${what}_total`);

/** One registry an application: prom-client's own is global, and a second application in a process would clash. */
@Module({})
export class MetricsModule {
  constructor(registry: Registry) {
    for (const name of MISNAMED) registry.removeSingleMetric(name);
  }

  static register(): DynamicModule {
    const registry = new Registry();
    return {
      module: MetricsModule,
      global: true,
      imports: [
        PrometheusModule.register({
          path: 'health/metrics',
          controller: MetricsController,
          defaultMetrics: { enabled: true, config: { register: registry } },
        }),
      ],
      providers: [
        { provide: Registry, useValue: registry },
        BuildInfo,
        BuildInfoMetrics,
        EventLoopMetrics,
        LogMetrics,
        MemoryLimitMetrics,
        ...INSTRUMENTS,
      ],
      exports: [Registry, BuildInfo, ...INSTRUMENTS],
    };
  }
}
