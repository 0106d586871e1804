import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ApiDescription } from './api-description.js';
import { OpenApiController } from './openapi.controller.js';

/** The description of whatever routes other modules `@Describe`. */
@Module({
  imports: [DiscoveryModule],
  controllers: [OpenApiController],
  providers: [ApiDescription],
})
export class OpenApiModule {}
