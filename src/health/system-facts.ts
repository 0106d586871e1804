import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { BuildInfo } from '../metrics/build-info.js';

const MIB = 1024 * 1024;

/** What this process is and uses. */
@Injectable()
export class SystemFacts {
  constructor(
    private readonly build: BuildInfo,
    private readonly config: Config,
  ) {}

  now(): object {
    const memory = process.memoryUsage();
    const mib = (bytes: number) => Math.round((bytes / MIB) * 10) / 10;
    return {
      version: this.build.version,
      commit: this.build.commit,
      environment: this.config.ENVIRONMENT,
      uptime_seconds: Math.round(process.uptime()),
      node: this.build.node,
      memory: {
        rss_mib: mib(memory.rss),
        heap_used_mib: mib(memory.heapUsed),
        external_mib: mib(memory.external),
      },
    };
  }
}
