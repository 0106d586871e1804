import type { ModuleMetadata, NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DestinationStream } from 'pino';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import { configureHttp, createAdapter } from './http/http.js';
import { FrameworkLogger } from './logging/framework-logger.js';
import { Log } from './logging/log.js';
import { LogRoot } from './logging/log-root.js';
import { standardOutput } from './logging/root-logger.js';
import { RequestContext } from './request-context/request-context.js';

export interface AppOptions {
  readonly config: Config;
  /** Where log lines go; standard output where absent. */
  readonly destination?: DestinationStream;
  /** Modules besides the application's own, e.g. a test's. */
  readonly imports?: ModuleMetadata['imports'];
}

/** Builds the application without listening. @throws CannotStart, with one clear message. */
export async function createApp({
  config,
  destination,
  imports = [],
}: AppOptions): Promise<NestFastifyApplication> {
  const logs = new LogRoot(config, new RequestContext(), destination ?? (await standardOutput(config)));
  const adapter = createAdapter(config, () => desk);
  // A class in its types, plain options in its documentation.
  const options: Partial<NestApplicationOptions> = {
    logger: new FrameworkLogger(logs),
    abortOnError: false,
    bodyParser: false,
  };
  const app: NestFastifyApplication = await NestFactory.create<NestFastifyApplication>(
    await AppModule.register(config, logs, imports),
    adapter,
    options,
  );
  const desk = configureHttp(app, Log.named(logs, 'Http'));
  return app;
}
