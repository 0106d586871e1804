import { ERROR_CODES, type ErrorCode } from './error-codes.js';

export { ERROR_CODES, type ErrorCode } from './error-codes.js';
export { cannotListen } from './cannot-listen.js';
export { CannotStart } from './cannot-start.js';

/** One thing that is wrong, and where: `path` names the field with dots, e.g. `sources.0.id`. */
export interface ErrorDetail {
  readonly path: string;
  readonly message: string;
}

interface Options {
  readonly details?: readonly ErrorDetail[];
  /** Whether the same request can succeed later. Decided where the error is born. */
  readonly retryable?: boolean;
  readonly retryAfterSeconds?: number;
  /** Whoever else asks for the same before that time is refused too. */
  readonly refusesAll?: boolean;
  /** Whoever refuses has said so already, once for many: the answer is counted, and gets no line of its own. */
  readonly reported?: boolean;
  /** Further answer headers, e.g. `Allow`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** An expected failure. `message` is shown to the client, so it holds no secret, path or upstream text. */
export class AppError extends Error {
  readonly details: readonly ErrorDetail[];
  readonly retryable: boolean;
  readonly retryAfterSeconds: number | undefined;
  readonly refusesAll: boolean;
  readonly reported: boolean;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: Options = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.details = options.details ?? [];
    this.retryable = options.retryable ?? false;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.refusesAll = options.refusesAll ?? false;
    this.reported = options.reported ?? false;
    this.headers = options.headers ?? {};
  }

  get status(): number {
    return ERROR_CODES[this.code];
  }
}
