import { z } from 'zod';
import { PINO_LEVELS } from './root-logger.js';
import type { Level } from './log-levels.js';

const DAY_SECONDS = 86_400;
/** Whoever names no time has forgotten it, and will forget to undo it. */
export const DEFAULT_SECONDS = 3600;
const level = z.enum(Object.keys(PINO_LEVELS) as Level[]);
const until = z.iso
  .datetime()
  .nullable()
  .meta({ description: 'When it ends by itself; null where nothing was set.' });

export const logLevelOrderSchema = z
  .strictObject({
    level: level
      .nullable()
      .meta({ description: 'Least severity that is written; null returns to LOG_LEVEL.' }),
    logger: z.string().optional().meta({ description: 'One logger by its name; all of them where absent.' }),
    for_seconds: z
      .int()
      .min(1)
      .max(DAY_SECONDS)
      .optional()
      .meta({ description: `After this time it ends by itself; where absent, after ${DEFAULT_SECONDS}.` }),
  })
  .refine(({ level: wanted, for_seconds }) => wanted !== null || for_seconds === undefined, {
    path: ['for_seconds'],
    message: 'goes with a level',
  })
  .meta({ id: 'LogLevelOrder' });

export type LogLevelOrder = z.infer<typeof logLevelOrderSchema>;

export const logLevelsSchema = z
  .strictObject({
    level: level.meta({ description: 'In force for all loggers that have none of their own.' }),
    until,
    configured: level.meta({ description: 'What LOG_LEVEL says.' }),
    loggers: z
      .record(z.string(), z.strictObject({ level, until }))
      .meta({ description: 'Every logger: its level, and when what was set for it alone ends.' }),
  })
  .meta({ id: 'LogLevels' });

export type LogLevelsBody = z.infer<typeof logLevelsSchema>;
