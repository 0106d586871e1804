import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { AccessGuard } from './access.guard.js';
import { RateLimiter } from './rate-limiter.js';

/** Closed by default: a route that says nothing needs an API key. */
@Global()
@Module({
  // Only the module's store is used; the limit itself is RateLimiter's.
  imports: [ThrottlerModule.forRoot([])],
  providers: [{ provide: APP_GUARD, useClass: AccessGuard }, RateLimiter],
  exports: [RateLimiter],
})
export class AccessModule {}
