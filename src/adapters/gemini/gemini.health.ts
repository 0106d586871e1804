import { Injectable } from '@nestjs/common';
import { type CheckFacts, HealthCheckFor, type HealthIndicator } from '../../health/health.js';

/** Without a key nothing is broken: analyses are made by the extractive engine. */
@HealthCheckFor({ name: 'gemini', provider: 'google', criticality: 'degrading' })
@Injectable()
export class GeminiHealth implements HealthIndicator {
  check(): Promise<CheckFacts> {
    return Promise.resolve({ reason: 'not_configured' });
  }
}
