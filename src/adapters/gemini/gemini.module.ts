import { Module } from '@nestjs/common';
import { CallRecord } from './call/call-record.js';
import { GeminiCalls } from './call/gemini-calls.js';
import { GeminiClient } from './call/gemini-client.js';
import { UpstreamState } from './call/upstream-state.js';
import { GeminiAnalyst } from './gemini.analyst.js';
import { GeminiHealth } from './gemini.health.js';
import { Pricing } from './money/pricing.js';

/** Google Gemini. */
@Module({
  providers: [GeminiAnalyst, GeminiCalls, GeminiClient, GeminiHealth, CallRecord, Pricing, UpstreamState],
})
export class GeminiModule {}
