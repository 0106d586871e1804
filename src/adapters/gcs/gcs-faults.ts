import { BackendFault, type BackendReason } from '../../backend-calls/backend-calls.js';

/** https://cloud.google.com/storage/docs/json_api/v1/status-codes */
const BY_STATUS: Readonly<Record<number, BackendReason>> = {
  401: 'permission_denied',
  403: 'permission_denied',
  404: 'not_found',
  408: 'timeout',
  429: 'too_many_requests',
};

/** What an answer means that nobody expected; reads it to its end, so that the socket can serve again. */
export async function statusFault(response: Response): Promise<BackendFault> {
  const text = await response.text();
  const reason = BY_STATUS[response.status] ?? (response.status >= 500 ? 'unavailable' : 'rejected');
  return new BackendFault(reason, response.status, new Error(text.slice(0, 500)));
}

/**
 * What an error means that came instead of an answer. It is told by its name, since `fetch` may live in another realm.
 * @throws the error itself where it is a defect of ours
 */
export function faultOf(error: unknown): BackendFault {
  if (error instanceof BackendFault) return error;
  const { name, cause } = error as Error;
  // `fetch` throws a TypeError for whatever happens to the connection, and keeps what it was as the cause.
  if (name === 'TypeError' && cause !== undefined)
    return new BackendFault('unreachable', (cause as NodeJS.ErrnoException).code ?? null, error);
  if (name === 'SyntaxError') return new BackendFault('rejected', 'malformed_answer', error);
  throw error;
}
