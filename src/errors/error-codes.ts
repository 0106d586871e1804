/** Every `code` an error answer can carry, and its HTTP status. Clients may rely on both. */
export const ERROR_CODES = {
  validation_error: 400,
  malformed_json: 400,
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  request_timeout: 408,
  conflict: 409,
  payload_too_large: 413,
  uri_too_long: 414,
  unsupported_media_type: 415,
  idempotency_key_reused: 422,
  budget_too_low: 422,
  insufficient_evidence: 422,
  rate_limited: 429,
  headers_too_large: 431,
  internal_error: 500,
  upstream_error: 502,
  engine_unavailable: 503,
  overloaded: 503,
  shutting_down: 503,
  /** Of jobs only. */
  attempts_exhausted: 503,
  deadline_exceeded: 504,
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;
