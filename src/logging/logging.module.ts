import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { AccessLog } from './access-log.js';
import { FrameworkLogger } from './framework-logger.js';
import { Log } from './log.js';
import { LogRoot } from './log-root.js';

const FLUSH_EVERY_MS = 1000;

/** `Log` for every class, nestjs-pino for the framework's own lines, one destination under both. */
@Module({})
export class LoggingModule implements OnApplicationShutdown {
  private readonly timer = setInterval(() => this.flushSoon(), FLUSH_EVERY_MS).unref();

  constructor(private readonly root: LogRoot) {}

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
      providers: [{ provide: LogRoot, useValue: root }, Log, AccessLog, FrameworkLogger],
      exports: [LogRoot, Log, AccessLog, FrameworkLogger],
    };
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.root.flush();
  }

  /** An idle service would otherwise keep its last lines to itself. */
  private flushSoon(): void {
    if ('flush' in this.root.destination) (this.root.destination as { flush(): void }).flush();
  }
}
