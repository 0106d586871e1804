import { Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { BuildInfo } from './build-info.js';

/** What runs here, as labels of a gauge that is always 1. */
@Injectable()
export class BuildInfoMetrics {
  constructor(registry: Registry, build: BuildInfo) {
    new Gauge({
      name: 'consultantos_build_info',
      help: 'Always 1; the labels say what runs here.',
      labelNames: ['version', 'commit', 'node'],
      registers: [registry],
    }).set({ version: build.version, commit: build.commit, node: build.node }, 1);
  }
}
