import { STATUS_CODES } from 'node:http';
import type { AppError, ErrorCode, ErrorDetail } from './errors.js';

/** The one shape of every answer of 400 and above. */
export interface ErrorBody {
  readonly error: string;
  readonly code: ErrorCode;
  readonly request_id: string;
  readonly message: string;
  readonly details?: readonly ErrorDetail[];
}

/** Pure: what a client is told of an error. */
export function errorBody(error: AppError, requestId: string): ErrorBody {
  return {
    error: error.status === 500 ? 'Internal server error' : (STATUS_CODES[error.status] ?? 'Error'),
    code: error.code,
    request_id: requestId,
    message: error.message,
    ...(error.details.length > 0 && { details: error.details }),
  };
}
