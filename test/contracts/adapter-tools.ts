import { type Config, type Environment, parseConfig } from '../../src/config/config.js';
import { Log } from '../../src/logging/log.js';
import { LogRoot } from '../../src/logging/log-root.js';
import { ApiCallMetrics, Registry } from '../../src/metrics/metrics.js';
import { RequestContext } from '../../src/request-context/request-context.js';
import { LogCatcher } from '../harness.js';

/** What an adapter is built with, where no application builds it. */
export interface AdapterTools {
  readonly config: Config;
  readonly metrics: ApiCallMetrics;
  readonly log: Log;
  readonly logs: LogCatcher;
  /** Calls counted so far. */
  calls(service: string, status: 'success' | 'failed'): Promise<number>;
  /** Calls whose time was taken so far. */
  timed(service: string): Promise<number>;
}

export function adapterTools(env: Environment): AdapterTools {
  const config = parseConfig({ ENVIRONMENT: 'test', ...env });
  const registry = new Registry();
  const logs = new LogCatcher();
  const log = Log.named(new LogRoot(config, new RequestContext(), logs), 'Adapter');
  return {
    config,
    metrics: new ApiCallMetrics(registry),
    log,
    logs,
    calls: async (service, status) => {
      const metric = await registry.getSingleMetric('consultantos_api_calls_total')?.get();
      const series = metric?.values.find(
        ({ labels }) => labels.service === service && labels.status === status,
      );
      return series?.value ?? 0;
    },
    timed: async (service) => {
      const metric = await registry.getSingleMetric('consultantos_api_call_duration_seconds')?.get();
      const series = metric?.values.find(
        (each) =>
          'metricName' in each &&
          String(each.metricName).endsWith('_count') &&
          each.labels.service === service,
      );
      return series?.value ?? 0;
    },
  };
}
