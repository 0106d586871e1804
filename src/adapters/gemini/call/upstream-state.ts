import { Injectable } from '@nestjs/common';
import { type FaultReason, GeminiFault } from './gemini-fault.js';

/** What a real call proved stays true for so long, unless the upstream names a time itself. */
const MEMORY_MS = 60_000;
const TELLING: ReadonlySet<FaultReason> = new Set(['quota_exhausted', 'invalid_key', 'model_not_found']);

/** What real calls have shown of key, model and quota lately. */
@Injectable()
export class UpstreamState {
  private trouble: { readonly reason: FaultReason; readonly until: number } | null = null;
  private succeededAt = -Infinity;
  /** Whether the last call met an upstream that was away. */
  doubted = false;

  succeeded(): void {
    this.trouble = null;
    this.doubted = false;
    this.succeededAt = Date.now();
  }

  failed({ reason, retryDelayMs, outage }: GeminiFault): void {
    this.doubted = outage;
    if (!TELLING.has(reason)) return;
    this.trouble = { reason, until: Date.now() + Math.min(retryDelayMs ?? MEMORY_MS, MEMORY_MS) };
  }

  /** The reason against the next call; null where nothing speaks against it. */
  get reason(): FaultReason | null {
    return this.trouble && Date.now() < this.trouble.until ? this.trouble.reason : null;
  }

  /** Whether a call succeeded so lately that nothing else needs to be asked. */
  get provenLately(): boolean {
    return !this.doubted && Date.now() - this.succeededAt < MEMORY_MS;
  }
}
