import { Body, Controller, Get, Put, VERSION_NEUTRAL } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { AppError } from '../errors/errors.js';
import { ZodPipe } from '../errors/zod.pipe.js';
import { Describe } from '../openapi/openapi.js';
import type { Audited } from './audit.js';
import { readLevelsOperation, setLevelOperation } from './log-level.openapi.js';
import {
  DEFAULT_SECONDS,
  type LogLevelOrder,
  type LogLevelsBody,
  logLevelOrderSchema,
} from './log-level.schema.js';
import type { LogLevels } from './log-levels.js';
import { LogRoot } from './log-root.js';

const SETTING: Audited = {
  act: 'set_log_level',
  target: ({ body }) => (body as Partial<LogLevelOrder> | null | undefined)?.logger ?? 'all',
};

/** Log levels at run time. The audience is written as route config, since access stands above logging. */
@Controller({ path: 'health/log-level', version: VERSION_NEUTRAL })
export class LogLevelController {
  private readonly levels: LogLevels;

  constructor(root: LogRoot) {
    this.levels = root.levels;
  }

  @Describe(readLevelsOperation)
  @RouteConfig({ audience: 'operator' })
  @Get()
  read(): LogLevelsBody {
    const { levels } = this;
    const until = (name?: string) => levels.changeOf(name)?.until.toISOString() ?? null;
    return {
      level: levels.of(),
      until: until(),
      configured: levels.configured,
      loggers: Object.fromEntries(
        levels.names.map((name) => [name, { level: levels.of(name), until: until(name) }]),
      ),
    };
  }

  @Describe(setLevelOperation)
  @RouteConfig({ audience: 'operator', audited: SETTING })
  @Put()
  set(@Body(new ZodPipe(logLevelOrderSchema)) order: LogLevelOrder): LogLevelsBody {
    const { level, logger, for_seconds: forSeconds } = order;
    if (logger !== undefined && !this.levels.names.includes(logger)) {
      const details = [{ path: 'logger', message: 'is no logger of this service' }];
      throw new AppError('validation_error', 'The body has 1 fault(s).', { details });
    }
    if (level === null) this.levels.set({ level, logger });
    else this.levels.set({ level, logger, forSeconds: forSeconds ?? DEFAULT_SECONDS });
    return this.read();
  }
}
