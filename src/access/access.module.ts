import { Global, Module } from '@nestjs/common';
import { ThrottlerModule } from '@nestjs/throttler';
import { AccessControl } from './access-control.js';
import { RateLimiter } from './rate-limiter.js';

/** Closed by default: a route that says nothing needs an API key. */
@Global()
@Module({
  // Only the module's store is used; the limit itself is RateLimiter's.
  imports: [ThrottlerModule.forRoot([])],
  providers: [AccessControl, RateLimiter],
  exports: [AccessControl, RateLimiter],
})
export class AccessModule {}
