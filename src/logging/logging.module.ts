import { type DynamicModule, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { AccessLog } from './access-log.js';
import { Audit } from './audit.js';
import { Log } from './log.js';
import { LogLevelController } from './log-level.controller.js';
import { LogRoot } from './log-root.js';

/** `Log` for every class, nestjs-pino's loggers for whoever knows those, one destination under all. */
@Module({})
export class LoggingModule {
  static register(root: LogRoot): DynamicModule {
    return {
      module: LoggingModule,
      global: true,
      // The request context and the access line are hooks of ours: pino-http's middleware is mounted nowhere.
      imports: [
        LoggerModule.forRoot({
          pinoHttp: { logger: root.pino, autoLogging: false },
          forRoutes: [],
          renameContext: 'logger',
        }),
      ],
      controllers: [LogLevelController],
      providers: [{ provide: LogRoot, useValue: root }, Log, AccessLog, Audit],
      exports: [LogRoot, Log, AccessLog, Audit],
    };
  }
}
