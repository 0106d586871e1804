import type { Logger } from 'pino';
import { PINO_LEVELS, type RootLogger } from './root-logger.js';

/** The severities by the contract's words, the least first. */
export type Level = keyof typeof PINO_LEVELS;

/** What an operator set at run time, and when it ends by itself. */
export interface Change {
  readonly level: Level;
  readonly until: Date;
}

/** For one logger, or all of them where none is named. */
type Order = { readonly logger: string | undefined } & (
  | { readonly level: Level; readonly forSeconds: number }
  /** Ends the change: what LOG_LEVEL says holds again. */
  | { readonly level: null }
);

/** Every logger, as a key beside the names of single ones. */
const ALL = Symbol('all');
type Target = string | typeof ALL;

/**
 * The levels of this process's loggers, changed while it runs: what is set for one logger goes before what is set for
 * all, and that before LOG_LEVEL. Each change is told by `log_level_changed`, whatever the levels are.
 */
export class LogLevels {
  private readonly loggers = new Map<string, Logger<'critical'>[]>();
  private readonly changes = new Map<Target, Change & { readonly timer: NodeJS.Timeout }>();
  /** Loggers that no level silences. */
  private readonly steady: Logger<'critical'>[] = [];
  private readonly own: Logger<'critical'>;

  constructor(
    private readonly root: RootLogger,
    readonly configured: Level,
  ) {
    this.own = this.always('LogLevels');
  }

  get names(): readonly string[] {
    return [...this.loggers.keys()].sort();
  }

  /** Takes a logger into the care of this class. */
  add(name: string, logger: Logger<'critical'>): void {
    this.loggers.set(name, [...(this.loggers.get(name) ?? []), logger]);
    logger.level = PINO_LEVELS[this.of(name)];
  }

  /** A logger whose lines are written whatever the levels are. */
  always(name: string): Logger<'critical'> {
    const logger = this.root.child({ logger: name });
    logger.level = PINO_LEVELS.INFO;
    this.steady.push(logger);
    return logger;
  }

  /** The level in force, of one logger or of all. */
  of(logger?: string): Level {
    return (this.changeOf(logger) ?? this.changeOf())?.level ?? this.configured;
  }

  /** What was set for this logger itself, or for all; undefined where nothing was. */
  changeOf(logger?: string): Change | undefined {
    return this.changes.get(logger ?? ALL);
  }

  /** Sets a level in place of what was set for the same logger. */
  set(order: Order): void {
    const { logger } = order;
    const from = this.of(logger);
    clearTimeout(this.changes.get(logger ?? ALL)?.timer);
    if (order.level === null) this.changes.delete(logger ?? ALL);
    else this.changes.set(logger ?? ALL, this.changeTo(order.level, logger, order.forSeconds));
    this.apply();
    const until = this.changeOf(logger)?.until.toISOString() ?? null;
    const target = logger ?? 'all';
    this.own.info({ event: 'log_level_changed', from, to: this.of(logger), target, until });
  }

  private changeTo(level: Level, logger: string | undefined, seconds: number) {
    const timer = setTimeout(() => this.set({ level: null, logger }), seconds * 1000).unref();
    return { level, until: new Date(Date.now() + seconds * 1000), timer };
  }

  private apply(): void {
    this.root.level = PINO_LEVELS[this.of()];
    for (const [name, loggers] of this.loggers)
      for (const logger of loggers) logger.level = PINO_LEVELS[this.of(name)];
    // Set anew each time: a pino child whose level is that of its parent follows the parent's later ones.
    for (const logger of this.steady) logger.level = PINO_LEVELS.INFO;
  }
}
