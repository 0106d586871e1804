import { setTimeout as sleep } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { EventLoopMetrics } from './event-loop.metrics.js';

const stalledSeconds = async (registry: Registry) => {
  const [metric] = await registry.getMetricsAsJSON();
  return metric!.values[0]!.value;
};

it('EventLoopMetrics counts for how long the loop stood still, and nothing while it runs', async () => {
  const registry = new Registry();
  const metrics = new EventLoopMetrics(registry);
  expect(await stalledSeconds(registry)).toBe(0);
  await sleep(150);
  const end = performance.now() + 500;
  while (performance.now() < end);
  await sleep(0);
  // Up to one look of the timer is not late.
  expect(await stalledSeconds(registry)).toBeGreaterThan(0.39);
  metrics.onApplicationShutdown();
});
