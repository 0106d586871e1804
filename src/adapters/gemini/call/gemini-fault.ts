/** Why a try failed, in words that may be shown to anybody. */
export type FaultReason =
  | 'quota_exhausted'
  | 'upstream_unavailable'
  | 'unreachable'
  | 'timeout'
  | 'malformed_reply'
  | 'invalid_key'
  | 'model_not_found'
  | 'rejected';

const OUTAGES: ReadonlySet<FaultReason> = new Set([
  'upstream_unavailable',
  'unreachable',
  'timeout',
  'malformed_reply',
]);

/**
 * One try that failed. What the upstream wrote is left out: it can quote the prompt or the key, and this error reaches
 * the log.
 */
export class GeminiFault extends Error {
  constructor(
    readonly reason: FaultReason,
    /** The HTTP status; 0 where there was no answer. */
    readonly status: number,
    /** How long the upstream asks to wait, in milliseconds. */
    readonly retryDelayMs: number | null = null,
  ) {
    super(`Gemini: ${reason}${status === 0 ? '' : ` (HTTP ${status})`}`);
    this.name = 'GeminiFault';
  }

  /** Whether the same call can be sent again for the same money: an answer that came is booked, whatever it was. */
  get retryable(): boolean {
    return this.reason !== 'malformed_reply' && (this.outage || this.reason === 'quota_exhausted');
  }

  /** Whether it counts against the circuit: a spent quota means that the service works. */
  get outage(): boolean {
    return OUTAGES.has(this.reason);
  }
}
