import pino, { type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from '../config/config.js';
import type { RequestContext } from '../request-context/request-context.js';
import { REDACTED_FACTS, redact } from './redact.js';

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
const PINO_LEVELS = {
  DEBUG: 'debug',
  INFO: 'info',
  WARNING: 'warn',
  ERROR: 'error',
  CRITICAL: 'critical',
} as const;

let lastMillisecond = 0;
let lastTimestamp = '';

/** ISO 8601 in UTC; formatted once a millisecond, since formatting costs more than the rest of a line. */
export function timestamp(): string {
  const now = Date.now();
  if (now !== lastMillisecond) {
    lastMillisecond = now;
    lastTimestamp = new Date(now).toISOString();
  }
  return lastTimestamp;
}

/** Buffered standard output: written when 4 KiB are full, every second, and before the process ends. */
export function standardOutput(config: Config): DestinationStream {
  if (config.LOG_FORMAT === 'pretty') {
    return pretty({
      colorize: true,
      levelKey: 'level',
      timestampKey: 'timestamp',
      messageKey: 'event',
      sync: true,
    });
  }
  return pino.destination({ dest: 1, sync: false, minLength: 4096 });
}

/** The logger under all others: fields, levels, redaction and the request ID. */
export function createRootLogger(
  config: Config,
  context: RequestContext,
  destination: DestinationStream,
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
      },
      mixin: () => {
        const requestId = context.requestId;
        return requestId === undefined ? {} : { request_id: requestId };
      },
      redact: { paths: [...REDACTED_FACTS], censor: '[redacted]' },
      hooks: { logMethod: redactMessage },
    },
    destination,
  );
}

/** Lines of libraries are free text without an event: they get one, and lose what looks like a secret. */
function redactMessage(
  this: unknown,
  args: Parameters<Logger['info']>,
  method: (...args: unknown[]) => void,
): void {
  const [first, ...rest] = args as unknown[];
  const facts = typeof first === 'object' && first !== null ? first : {};
  const words = facts === first ? rest : args;
  const event = 'event' in facts ? facts : { event: 'library_message', ...facts };
  method.apply(this, [
    event,
    ...words.map((word: unknown) => (typeof word === 'string' ? redact(word) : word)),
  ]);
}
