import { Body, Controller, Get, Header, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RateLimiter } from '../access/access.js';
import { Describe } from '../openapi/openapi.js';
import { analyseOperation, enginesOperation, estimateOperation } from './analysis.openapi.js';
import { Admission } from './admission.js';
import { AnalysisDesk } from './analysis-desk.js';
import type { AnalysisRequest } from './analysis-request.js';
import { AnalysisRequestPipe } from './analysis-request.pipe.js';
import { Caller, type CallerFacts } from './caller.js';
import { type EngineState, Engines } from './engines.js';
import { acceptedView, jobUrl } from './jobs/job-view.js';
import type { Estimate } from './ports/analyst.port.js';

const request = new AnalysisRequestPipe();

/** Analyses, and what can make them. */
@Controller()
export class AnalysisController {
  constructor(
    private readonly desk: AnalysisDesk,
    private readonly admission: Admission,
    private readonly engines: Engines,
    private readonly limiter: RateLimiter,
  ) {}

  @Describe(analyseOperation)
  @Post('analyze')
  @HttpCode(200)
  @Header('Content-Type', 'application/json; charset=utf-8')
  async analyse(
    @Body(request) body: AnalysisRequest,
    @Caller() caller: CallerFacts,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | Buffer> {
    const started = performance.now();
    const served = await this.limiter.charge(caller.tracker, () => this.desk.analyse(body, caller));
    if ('analysis' in served)
      return served.analysis.answer((performance.now() - started) / 1000, served.cacheAgeSeconds);
    void reply.status(202).header('Location', jobUrl(served));
    return JSON.stringify(acceptedView(served));
  }

  @Describe(estimateOperation)
  @Post('analyze/estimate')
  @HttpCode(200)
  estimate(@Body(request) body: AnalysisRequest): Estimate & { engine: string } {
    return this.admission.estimate(body);
  }

  @Describe(enginesOperation)
  @Get('engines')
  list(): EngineState[] {
    return this.engines.list();
  }
}
