import { Registry } from 'prom-client';
import { MemoryLimitMetrics, residentLimit } from './memory-limit.metrics.js';

describe('residentLimit', () => {
  it.each([
    ['the container’s limit', 512, 4096, 512],
    ['the machine’s memory where no limit is known', 0, 4096, 4096],
    ['the machine’s memory where the limit is none', 2 ** 64, 4096, 4096],
  ])('is %s', (_case, constrained, total, expected) =>
    expect(residentLimit(constrained, total)).toBe(expected),
  );
});

it('MemoryLimitMetrics shows what memory and heap may grow to', async () => {
  const registry = new Registry();
  new MemoryLimitMetrics(registry);
  const [metric] = await registry.getMetricsAsJSON();
  const values = Object.fromEntries(metric!.values.map(({ labels, value }) => [labels.kind, value]));
  const { heapUsed, rss } = process.memoryUsage();
  expect(values.resident).toBeGreaterThan(rss);
  expect(values.heap).toBeGreaterThan(heapUsed);
});
