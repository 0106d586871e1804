import { isatty } from 'node:tty';
import pino, { type Logger } from 'pino';
import type { Config } from '../config/config.js';
import type { RequestContext } from '../request-context/request-context.js';
import { traceFields } from '../tracing/tracing.js';
import { describeError } from './describe-error.js';
import type { LogDestination } from './log-root.js';
import { hideFacts } from './hide-facts.js';
import { redact } from './redact.js';
import { StandardOutput } from './standard-output.js';
import { timestamp } from './timestamp.js';

export type RootLogger = Logger<'critical'>;

/** Cloud Logging's words for pino's levels. */
const SEVERITIES: Readonly<Record<string, string>> = {
  trace: 'DEBUG',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
  critical: 'CRITICAL',
};
export const PINO_LEVELS = {
  DEBUG: 'debug',
  INFO: 'info',
  WARNING: 'warn',
  ERROR: 'error',
  CRITICAL: 'critical',
} as const;

/**
 * Lines are written at the latest after a second; gathering more of them saves a write to the thread pool, which costs as
 * much as ten lines (decision 22).
 */
const GATHERED_CHARACTERS = 65_536;

/** JSON lines gathered for machines, or coloured text at once for people. */
export async function standardOutput(config: Config): Promise<LogDestination> {
  if (config.LOG_FORMAT === 'json') return new StandardOutput({ gather: GATHERED_CHARACTERS });
  const { prettyFactory } = await import('pino-pretty');
  const format = prettyFactory({
    colorize: isatty(1),
    ignore: 'severity',
    singleLine: true,
    levelKey: 'level',
    timestampKey: 'timestamp',
    messageKey: 'event',
    customPrettifiers: { stack: (stack) => (typeof stack === 'string' ? `\n${stack}` : '') },
  });
  return new StandardOutput({ gather: 0, format });
}

/** The logger under all others: fields, levels, redaction, the IDs of request and trace. */
export function createRootLogger(
  config: Config,
  context: RequestContext,
  destination: LogDestination,
): RootLogger {
  return pino<'critical'>(
    {
      base: null,
      level: PINO_LEVELS[config.LOG_LEVEL],
      customLevels: { critical: 60 },
      timestamp: () => `,"timestamp":"${timestamp()}"`,
      messageKey: 'message',
      formatters: {
        level: (label) => ({ level: SEVERITIES[label] ?? label, severity: SEVERITIES[label] ?? label }),
        log: hideFacts,
      },
      mixin: () => {
        const requestId = context.requestId;
        const id = requestId === undefined ? {} : { request_id: requestId };
        const trace = traceFields();
        return trace ? { ...id, ...trace } : id;
      },
      hooks: { logMethod: speakForLibraries },
    },
    destination,
  );
}

/** Lines of libraries are free text without an event: they get one, and lose what looks like a secret. */
function speakForLibraries(
  this: unknown,
  args: Parameters<Logger['info']>,
  method: (...args: unknown[]) => void,
): void {
  const [first, ...rest] = args as unknown[];
  if (typeof first === 'object' && first !== null && 'event' in first) {
    method.apply(this, args);
    return;
  }
  const { err, ...facts } = typeof first === 'object' ? ({ ...first } as Record<string, unknown>) : {};
  const words = typeof first === 'object' ? rest : args;
  method.apply(this, [
    { event: 'library_message', ...facts, ...describeError(first instanceof Error ? first : err) },
    ...words.map((word: unknown) => (typeof word === 'string' ? redact(word) : word)),
  ]);
}
