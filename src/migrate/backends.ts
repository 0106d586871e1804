import {
  type DynamicModule,
  type INestApplicationContext,
  Module,
  type ModuleMetadata,
  type NestApplicationOptions,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Config } from '../config/config.js';
import { Log } from '../logging/log.js';
import { LogRoot } from '../logging/log-root.js';
import { ApiCallMetrics, Registry } from '../metrics/metrics.js';
import { RequestContext } from '../request-context/request-context.js';

type Modules = NonNullable<ModuleMetadata['imports']>;

/** What adapters are built with, and no more of the service. */
@Module({})
class Ground {
  static with(config: Config, imports: Modules): DynamicModule {
    const root = new LogRoot(config, new RequestContext(), process.stderr);
    const providers = [
      { provide: Config, useValue: config },
      { provide: LogRoot, useValue: root },
      { provide: Registry, useValue: new Registry() },
      Log,
      ApiCallMetrics,
    ];
    return { module: Ground, global: true, imports, providers, exports: providers };
  }
}

/** Adapters without the service around them; their log lines go to standard error. @throws CannotStart */
export function openBackends(config: Config, adapters: Modules): Promise<INestApplicationContext> {
  // A class in its types, plain options in its documentation.
  const options: Partial<NestApplicationOptions> = { logger: false, abortOnError: false };
  const ground = Ground.with(config, adapters);
  return NestFactory.createApplicationContext(ground, options);
}
