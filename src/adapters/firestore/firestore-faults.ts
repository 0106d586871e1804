import { BackendFault, type BackendReason } from '../../backend-calls/backend-calls.js';

type Meaning = readonly [status: string, reason: BackendReason];

/** https://grpc.io/docs/guides/status-codes/; what is not here is a defect of ours, e.g. INVALID_ARGUMENT. */
const BY_CODE: Readonly<Record<number, Meaning>> = {
  1: ['CANCELLED', 'unavailable'],
  2: ['UNKNOWN', 'unavailable'],
  4: ['DEADLINE_EXCEEDED', 'timeout'],
  5: ['NOT_FOUND', 'not_found'],
  7: ['PERMISSION_DENIED', 'permission_denied'],
  8: ['RESOURCE_EXHAUSTED', 'too_many_requests'],
  // Of a query: its index is missing.
  9: ['FAILED_PRECONDITION', 'rejected'],
  10: ['ABORTED', 'unavailable'],
  13: ['INTERNAL', 'unavailable'],
  14: ['UNAVAILABLE', 'unavailable'],
  15: ['DATA_LOSS', 'unavailable'],
  16: ['UNAUTHENTICATED', 'permission_denied'],
};

/** gRPC's words for a connection that could not be made, and for one that broke. */
const NO_CONNECTION =
  /No connection established|ECONNREFUSED|ECONNRESET|ENOTFOUND|EHOSTUNREACH|name resolution/i;
const NO_CREDENTIALS = /default credentials|metadata from plugin failed/i;

/** ALREADY_EXISTS, FAILED_PRECONDITION, ABORTED: of a commit, that nothing of it was written. */
const REFUSALS: ReadonlySet<unknown> = new Set([6, 9, 10]);

export const isRefusal = (error: unknown): boolean => REFUSALS.has((error as { code?: unknown }).code);

/** What an error of the client means. @throws the error itself where it is a defect of ours */
export function faultOf(error: unknown): BackendFault {
  if (error instanceof BackendFault) return error;
  const { code, message } = error as { code?: number; message: string };
  if (NO_CREDENTIALS.test(message)) return new BackendFault('no_credentials', null, error);
  const meaning = code === undefined ? undefined : BY_CODE[code];
  if (!meaning) throw error;
  const [status, reason] = meaning;
  return new BackendFault(code === 14 && NO_CONNECTION.test(message) ? 'unreachable' : reason, status, error);
}
