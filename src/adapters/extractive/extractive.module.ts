import { Injectable, Module } from '@nestjs/common';
import { StartupTaskFor, type StartupTask } from '../../health/health.js';
import { ExtractiveAnalyst } from './extractive.analyst.js';

/** The first request finds a warm thread. */
@StartupTaskFor({ name: 'extractive_reader' })
@Injectable()
export class WarmReader implements StartupTask {
  constructor(private readonly analyst: ExtractiveAnalyst) {}

  async start(): Promise<void> {
    await this.analyst.warmUp();
  }
}

/** The analyst that needs neither network nor key. */
@Module({ providers: [ExtractiveAnalyst, WarmReader] })
export class ExtractiveModule {}
