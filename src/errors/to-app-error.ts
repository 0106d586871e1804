import { HttpException } from '@nestjs/common';
import { AppError, type ErrorCode } from './errors.js';

type Known = readonly [ErrorCode, string];

const BROKEN: Known = ['bad_request', 'This is not a valid HTTP request.'];
const TOO_LATE: Known = ['request_timeout', 'The request did not arrive completely in time.'];
const TOO_LARGE: Known = ['payload_too_large', 'The body is larger than 1 MiB.'];
const NO_MEDIA_TYPE: Known = ['unsupported_media_type', 'Send the body as application/json.'];
const NOTHING_THERE: Known = ['not_found', 'There is nothing at this path.'];

/** Fastify's own errors, https://fastify.dev/docs/latest/Reference/Errors/, and Node's HTTP parser's. */
const BY_LIBRARY_CODE: Readonly<Record<string, Known>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: NO_MEDIA_TYPE,
  FST_ERR_CTP_BODY_TOO_LARGE: TOO_LARGE,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad_request', 'Content-Length does not match the body.'],
  FST_ERR_BAD_URL: ['bad_request', 'The path is not valid percent-encoding.'],
  FST_ERR_MAX_PARAM_LENGTH: NOTHING_THERE,
  ERR_HTTP_REQUEST_TIMEOUT: TOO_LATE,
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'The headers are too large.'],
};

/** Statuses that a framework's exception may carry without a code of its own. */
const BY_STATUS: Readonly<Record<number, Known>> = {
  401: ['unauthorized', 'A valid API key is needed.'],
  403: ['forbidden', 'This is not allowed.'],
  404: NOTHING_THERE,
  405: ['method_not_allowed', 'This method is not allowed here.'],
  406: ['not_acceptable', 'None of the accepted formats can be given.'],
  408: TOO_LATE,
  409: ['conflict', 'This contradicts the present state.'],
  413: TOO_LARGE,
  414: ['uri_too_long', 'The path is too long.'],
  415: NO_MEDIA_TYPE,
  429: ['rate_limited', 'Too many requests.'],
};

/**
 * Pure: the expected failure that an error stands for, or null where it is unexpected.
 * A framework's own message is not passed on, since it quotes the client's path. A `statusCode` on any other error
 * means nothing here: it is what an upstream service answered to us, not what our client did wrong.
 */
export function toAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  const known = byLibraryCode(error) ?? (error instanceof HttpException ? byException(error) : undefined);
  return known ? new AppError(known[0], known[1], { cause: error }) : null;
}

function byLibraryCode(error: unknown): Known | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  if (typeof code !== 'string') return undefined;
  if (Object.hasOwn(BY_LIBRARY_CODE, code)) return BY_LIBRARY_CODE[code];
  if (code.startsWith('HPE_')) return BROKEN;
  // A client that hangs up in the middle of its body; the status is Fastify's mark on what it met while reading.
  if (code === 'ECONNRESET' && statusCode === 400) return BROKEN;
  return code.startsWith('FST_') ? byStatus(statusCode) : undefined;
}

/** Nest wraps Fastify's errors, and keeps them as the cause. */
function byException(exception: HttpException): Known | undefined {
  return byLibraryCode(exception.cause) ?? byStatus(exception.getStatus());
}

function byStatus(status: unknown): Known | undefined {
  if (typeof status !== 'number' || status < 400 || status >= 500) return undefined;
  return BY_STATUS[status] ?? ['bad_request', 'The request is not valid.'];
}
