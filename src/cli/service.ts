/** An answer, whole. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** A service that the command talks to, elsewhere or in this process. */
export interface Service {
  /** @throws Unreachable where nobody answers; the signal's reason once it fires. */
  call(method: 'GET' | 'POST', path: string, signal: AbortSignal, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** Nobody answers at the address. */
export class Unreachable extends Error {}
