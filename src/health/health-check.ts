import { DiscoveryService } from '@nestjs/core';
import type { Config, Criticality } from '../config/config.js';

export interface HealthCheckOptions {
  /** The key in readiness and the label of the gauge: snake_case, once in the application. */
  readonly name: string;
  /** What is behind it, as one word for readers, e.g. `sqlite`. Never a host name. */
  readonly provider: string;
  /**
   * What its failure means: `critical` 503, `degrading` 200 and `degraded`, `informational` nothing. A function where
   * that depends on how the service is configured.
   */
  readonly criticality: Criticality | ((config: Config) => Criticality);
  /** Seconds; HEALTH_CHECK_TIMEOUT where absent, and never more than that. */
  readonly timeoutSeconds?: number;
  /** Failures in a row before the check counts as down. Default 1. */
  readonly failAfter?: number;
  /** Successes in a row before it counts as up again. Default 1. */
  readonly recoverAfter?: number;
}

/** What a check that passed may add. */
export interface CheckFacts {
  /** Works, but not as it should: counts as half, and never makes the service unready. */
  readonly degraded?: boolean;
  /** A snake_case reason code, e.g. `not_configured`. */
  readonly reason?: string;
}

/** A check that `@HealthCheckFor` registers from any module. */
export interface HealthIndicator {
  /** Returns when all is well; throws `CheckFailed` otherwise. Must stop its work when the signal fires. */
  check(signal: AbortSignal): Promise<CheckFacts | undefined>;
}

/** The thing behind a check does not work; `reason` is a snake_case code and may be shown to anybody. */
export class CheckFailed extends Error {
  constructor(
    readonly reason: string,
    cause?: unknown,
  ) {
    super(`The check failed: ${reason}`, { cause });
    this.name = 'CheckFailed';
  }
}

/** Registers a provider as a health check, from whichever module it stands in. */
export const HealthCheckFor = DiscoveryService.createDecorator<HealthCheckOptions>();
