import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { DetailedHealth } from './detailed.js';
import { Drain } from './drain.js';
import { HealthController } from './health.controller.js';
import { HealthMetrics } from './health.metrics.js';
import { HealthRegistry } from './health-registry.js';
import { ReadinessProbe } from './readiness.js';
import { StartupGate } from './startup-gate.js';
import { SystemFacts } from './system-facts.js';

/** Probes over whatever checks and startup tasks other modules register by decorator. */
@Global()
@Module({
  // Terminus would print an error for every failed probe; health_status_changed says it once.
  imports: [DiscoveryModule, TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [HealthRegistry, HealthMetrics, ReadinessProbe, StartupGate, DetailedHealth, SystemFacts, Drain],
  exports: [Drain, StartupGate, HealthRegistry],
})
export class HealthModule {}
