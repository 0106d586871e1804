import { Controller, Get, Res, VERSION_NEUTRAL } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { Registry } from 'prom-client';
import { Config } from '../config/config.js';
import { AppError } from '../errors/errors.js';
import { Describe } from '../openapi/openapi.js';
import { scrapeOperation } from './metrics.openapi.js';

/** The exposition, Prometheus text format 0.0.4. */
@Controller({ version: VERSION_NEUTRAL })
export class MetricsController {
  constructor(
    private readonly registry: Registry,
    private readonly config: Config,
  ) {}

  /** Written as route config, since access stands above metrics. */
  @Describe(scrapeOperation)
  @RouteConfig({ audience: 'scraper' })
  @Get()
  async scrape(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    if (!this.config.ENABLE_METRICS) throw new AppError('not_found', 'Metrics are switched off.');
    void reply.header('Content-Type', this.registry.contentType);
    return this.registry.metrics();
  }
}
