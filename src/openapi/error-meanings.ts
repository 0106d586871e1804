import type { ErrorCode } from '../errors/errors.js';

/** What each code means to whoever gets it, and what to do then. */
export const ERROR_MEANINGS: Readonly<Record<ErrorCode, string>> = {
  validation_error: 'A field is missing, unknown or not allowed; `details` names each.',
  malformed_json: 'The body is not valid JSON.',
  bad_request: 'This is not a valid HTTP request.',
  unauthorized: 'The key or token is missing or unknown.',
  forbidden: 'This is not allowed to this client.',
  not_found: 'There is nothing here, or it belongs to somebody else.',
  method_not_allowed: 'The path exists under other methods; `Allow` lists them.',
  not_acceptable: 'The format asked for does not exist.',
  request_timeout: 'The request did not arrive completely in time.',
  conflict: 'The request contradicts the present state.',
  payload_too_large: 'The body is larger than 1 MiB.',
  uri_too_long: 'The path is too long.',
  unsupported_media_type: 'Send the body as application/json.',
  idempotency_key_reused: 'This Idempotency-Key came before with another body.',
  budget_too_low: 'The budget cannot hold the analysis; nothing was spent.',
  insufficient_evidence: 'The sources hold no evidence, and require_evidence was set.',
  rate_limited:
    'Too many analyses in this hour, or the budget of the day is spent; wait as long as Retry-After says.',
  headers_too_large: 'The headers are too large.',
  internal_error: 'A defect of the service; report it with the request_id.',
  upstream_error: 'The model’s service failed; try again later.',
  engine_unavailable: 'The engine asked for cannot be used now.',
  overloaded: 'Too much work is waiting; wait as long as Retry-After says.',
  shutting_down: 'This process is shutting down; send the request again.',
  attempts_exhausted:
    'A job was tried three times and did not succeed. Attempts that were merely hit by the end of their process do not count, up to ten.',
  deadline_exceeded: 'The work took longer than allowed and was stopped.',
};
