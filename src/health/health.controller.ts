import { Controller, Get, HttpStatus, Res, VERSION_NEUTRAL } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AudienceOf } from '../access/access.js';
import { Describe } from '../openapi/openapi.js';
import { DetailedHealth } from './detailed.js';
import { detailedOperation, liveOperation, readyOperation, startupOperation } from './health.openapi.js';
import { type Readiness, ReadinessProbe } from './readiness.js';
import { StartupGate } from './startup-gate.js';

/** The probes; `live` touches nothing, so that a hanging dependency never gets the process killed. */
@Controller({ path: 'health', version: VERSION_NEUTRAL })
export class HealthController {
  constructor(
    private readonly readiness: ReadinessProbe,
    private readonly startup: StartupGate,
    private readonly detailed: DetailedHealth,
  ) {}

  @Describe(liveOperation)
  @AudienceOf('public')
  @Get('live')
  live(): object {
    return { status: 'alive', timestamp: new Date().toISOString() };
  }

  @Describe(readyOperation)
  @AudienceOf('public')
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.readiness.check();
    void reply.status(ReadinessProbe.httpStatus(readiness));
    return readiness;
  }

  @Describe(startupOperation)
  @AudienceOf('public')
  @Get('startup')
  started(@Res({ passthrough: true }) reply: FastifyReply): object {
    if (this.startup.open) {
      return { status: 'started', startup_complete: true, timestamp: new Date().toISOString() };
    }
    void reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { status: 'starting', startup_complete: false };
  }

  @Describe(detailedOperation)
  @AudienceOf('operator')
  @Get('detailed')
  async everything(): Promise<object> {
    return this.detailed.describe();
  }
}
