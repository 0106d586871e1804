import { AppError, type ErrorCode } from './errors.js';

/** Fastify's own errors, https://fastify.dev/docs/latest/Reference/Errors/, and Node's HTTP parser's. */
const BY_LIBRARY_CODE: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'Send the body as application/json.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['payload_too_large', 'The body is larger than 1 MiB.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed_json', 'The body is empty; a JSON object is needed.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['malformed_json', 'The body is not valid JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad_request', 'Content-Length does not match the body.'],
  FST_ERR_BAD_URL: ['bad_request', 'The path is not valid percent-encoding.'],
  FST_ERR_MAX_PARAM_LENGTH: ['not_found', 'There is nothing at this path.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'The request did not arrive completely in time.'],
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'The headers are too large.'],
};

/** Statuses that a framework's exception may carry without a code of its own. */
const BY_STATUS: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  400: ['bad_request', 'The request is not valid.'],
  401: ['unauthorized', 'A valid API key is needed.'],
  403: ['forbidden', 'This is not allowed.'],
  404: ['not_found', 'There is nothing at this path.'],
  405: ['method_not_allowed', 'This method is not allowed here.'],
  406: ['not_acceptable', 'None of the accepted formats can be given.'],
  408: ['request_timeout', 'The request did not arrive completely in time.'],
  409: ['conflict', 'This contradicts the present state.'],
  413: ['payload_too_large', 'The body is larger than 1 MiB.'],
  414: ['uri_too_long', 'The path is too long.'],
  415: ['unsupported_media_type', 'Send the body as application/json.'],
  429: ['rate_limited', 'Too many requests.'],
};

interface Shape {
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly getStatus?: () => number;
}

/**
 * Pure: the expected failure that an error stands for, or null where it is unexpected.
 * A framework's own message is not passed on, since it quotes the client's path.
 */
export function toAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (typeof error !== 'object' || error === null) return null;
  const { code, statusCode, getStatus } = error as Shape;
  if (typeof code === 'string' && code.startsWith('HPE_') && !(code in BY_LIBRARY_CODE)) {
    return new AppError('bad_request', 'This is not a valid HTTP request.', { cause: error });
  }
  const status = typeof getStatus === 'function' ? getStatus.call(error) : statusCode;
  const known =
    (typeof code === 'string' ? BY_LIBRARY_CODE[code] : undefined) ??
    (error instanceof SyntaxError && status === 400
      ? BY_LIBRARY_CODE.FST_ERR_CTP_INVALID_JSON_BODY
      : undefined) ??
    (typeof status === 'number' ? BY_STATUS[status] : undefined);
  return known ? new AppError(known[0], known[1], { cause: error }) : null;
}
