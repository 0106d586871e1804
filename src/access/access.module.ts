import { Global, Module } from '@nestjs/common';
import { AccessControl } from './access-control.js';
import { ApiKeys } from './api-keys.js';
import { KeyFile } from './key-file.js';
import { RateLimiter } from './rate-limiter.js';

/** Closed by default: a route that says nothing needs an API key. */
@Global()
@Module({
  providers: [AccessControl, ApiKeys, KeyFile, RateLimiter],
  exports: [AccessControl, RateLimiter],
})
export class AccessModule {}
