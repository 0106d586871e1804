import { Injectable } from '@nestjs/common';
import { Counter, ExecutionMetrics, Registry } from '../metrics/metrics.js';
import { ENGINE_NAMES } from './analysis-request.js';
import { FRAMEWORK_NAMES } from './frameworks/frameworks.js';
import type { Report } from './report/report.schema.js';

const OUTCOMES = ['complete', 'partial', 'insufficient_evidence', 'failed'] as const;
/** The whole, and the stages that engines have; other names of stages are not observed. */
export const OPERATIONS = [
  'analysis',
  'read_sources',
  'research',
  'research_prose',
  ...FRAMEWORK_NAMES,
  'synthesis',
  'critique',
  'store',
];

/** Which frameworks are used, by which engine, and how that ends. */
@Injectable()
export class AnalysisMetrics {
  private readonly usage: Counter<'framework' | 'engine' | 'outcome'>;

  constructor(registry: Registry, execution: ExecutionMetrics) {
    execution.declare(OPERATIONS);
    this.usage = new Counter({
      name: 'consultantos_framework_usage_total',
      help: 'Frameworks of finished analyses by engine and outcome.',
      labelNames: ['framework', 'engine', 'outcome'],
      registers: [registry],
    });
    for (const framework of FRAMEWORK_NAMES) {
      for (const engine of ENGINE_NAMES) {
        for (const outcome of OUTCOMES) this.usage.inc({ framework, engine, outcome }, 0);
      }
    }
  }

  finished(report: Report): void {
    for (const framework of report.frameworks) {
      const outcome = report.framework_analysis[framework]?.status ?? 'failed';
      this.usage.inc({ framework, engine: report.engine.name, outcome });
    }
  }
}
