import { Injectable } from '@nestjs/common';
import { HealthCheckFor, type HealthIndicator } from '../../health/health.js';
import { FirestoreCalls } from './firestore-calls.js';

/** Asks for a document that need not exist; that there is none is a good answer. */
@HealthCheckFor({ name: 'database', provider: 'firestore', criticality: 'critical' })
@Injectable()
export class FirestoreHealth implements HealthIndicator {
  constructor(private readonly calls: FirestoreCalls) {}

  async check(): Promise<undefined> {
    await this.calls.prove();
  }
}
