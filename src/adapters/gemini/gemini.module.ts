import { Module } from '@nestjs/common';
import { GeminiHealth } from './gemini.health.js';

/** Google Gemini. */
@Module({ providers: [GeminiHealth] })
export class GeminiModule {}
