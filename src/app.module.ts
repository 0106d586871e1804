import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { adapterModules } from './adapters/adapters.js';
import { AccessModule } from './access/access.module.js';
import { AnalysisModule } from './analysis/analysis.module.js';
import type { Config } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import { ErrorFilter } from './errors/error.filter.js';
import { ErrorResponder } from './errors/error-responder.js';
import { HealthModule } from './health/health.module.js';
import type { LogRoot } from './logging/log-root.js';
import { LoggingModule } from './logging/logging.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { OpenApiModule } from './openapi/openapi.module.js';
import { RequestContextModule } from './request-context/request-context.module.js';
import { ShutdownModule } from './shutdown/shutdown.module.js';

/** The table of contents, in the order in which a request meets its chapters. */
@Module({})
export class AppModule {
  static async register(
    config: Config,
    logs: LogRoot,
    extra: ModuleMetadata['imports'] = [],
  ): Promise<DynamicModule> {
    return {
      module: AppModule,
      imports: [
        ConfigModule.register(config),
        RequestContextModule,
        LoggingModule.register(logs),
        MetricsModule.register(),
        AccessModule,
        HealthModule,
        ShutdownModule,
        ...(config.ROLE === 'worker' ? [] : [OpenApiModule]),
        AnalysisModule.register(config),
        ...(await adapterModules(config)),
        ...(await faultModules(config)),
        ...extra,
      ],
      providers: [ErrorResponder, { provide: APP_FILTER, useClass: ErrorFilter }],
      exports: [ErrorResponder],
    };
  }
}

/** Faults on purpose, where an operator rehearses; elsewhere their code is not even loaded. */
const faultModules = async ({ FAULT_INJECTION }: Config) =>
  FAULT_INJECTION ? [(await import('./faults/faults.module.js')).FaultsModule] : [];
