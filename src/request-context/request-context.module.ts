import { Global, Module } from '@nestjs/common';
import { ClsModule } from 'nestjs-cls';
import { RequestContext } from './request-context.js';

/**
 * ClsModule is imported as a bare module: its forRoot() would register a guard and an interceptor
 * for every request, though ours needs neither (decision 2).
 */
@Global()
@Module({
  imports: [{ module: ClsModule, global: true }],
  providers: [RequestContext],
  exports: [RequestContext],
})
export class RequestContextModule {}
