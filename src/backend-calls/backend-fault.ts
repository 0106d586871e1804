/** Why a call to a backend failed, in words that may be shown to anybody. */
export type BackendReason =
  | 'timeout'
  | 'unreachable'
  | 'unavailable'
  | 'too_many_requests'
  | 'no_credentials'
  | 'permission_denied'
  | 'not_found'
  | 'read_only'
  | 'out_of_memory'
  | 'rejected';

/** The backend is away or overrun: the same call can succeed later, and sending more of them does not help. */
const OUTAGES: ReadonlySet<BackendReason> = new Set([
  'timeout',
  'unreachable',
  'unavailable',
  'too_many_requests',
]);

/** A call to a backend that failed; the vendor's error is its cause. */
export class BackendFault extends Error {
  constructor(
    readonly reason: BackendReason,
    /** The vendor's status, e.g. 503 or `UNAVAILABLE`; null where there was no answer. */
    readonly status: number | string | null = null,
    cause?: unknown,
  ) {
    super(`The backend failed: ${reason}${status === null ? '' : ` (${status})`}`, { cause });
    this.name = 'BackendFault';
  }

  get outage(): boolean {
    return OUTAGES.has(this.reason);
  }
}
