import { Controller, Get, Header, Param, Res, VERSION_NEUTRAL } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AudienceOf } from '../access/access.js';
import { AppError } from '../errors/errors.js';
import { ApiDescription } from './api-description.js';
import { pageFile, PAGE_POLICY } from './page-files.js';
import { descriptionOperation, pageFileOperation, pageOperation } from './openapi.openapi.js';
import { Describe } from './operation.js';

/** What the API is: for programs at /openapi.json, for people at /docs. */
@Controller({ version: VERSION_NEUTRAL })
export class OpenApiController {
  constructor(private readonly description: ApiDescription) {}

  @Describe(descriptionOperation)
  @AudienceOf('public')
  @Get('openapi.json')
  @Header('Content-Type', 'application/json; charset=utf-8')
  async document(): Promise<string> {
    return this.description.text();
  }

  @Describe(pageOperation)
  @AudienceOf('public')
  @Get('docs')
  async page(@Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    return this.file('index.html', reply);
  }

  @Describe(pageFileOperation)
  @AudienceOf('public')
  @Get('docs/:file')
  async file(@Param('file') name: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    const file = await pageFile(name);
    if (!file) throw new AppError('not_found', 'There is nothing at this path.');
    void reply.headers({
      'Content-Type': file.mediaType,
      'Content-Security-Policy': PAGE_POLICY,
      'Cache-Control': 'public, max-age=3600',
    });
    return file.content;
  }
}
