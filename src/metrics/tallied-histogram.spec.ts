import { Histogram, Registry } from 'prom-client';
import { TalliedHistogram } from './tallied-histogram.js';

const OPTIONS = { name: 'seconds', help: 'Seconds.', buckets: [0.1, 1, 10] };

describe('TalliedHistogram', () => {
  it('is printed exactly as prom-client prints its own', async () => {
    const [ours, theirs] = [new Registry(), new Registry()];
    const tallied = new TalliedHistogram(OPTIONS, ours);
    const histogram = new Histogram({ ...OPTIONS, labelNames: ['route'], registers: [theirs] });
    const tallies = new Map(['/a', '/b'].map((route) => [route, tallied.add({ route })]));
    histogram.zero({ route: '/a' });
    histogram.zero({ route: '/b' });
    for (const value of [0, 0.1, 0.1001, 1, 5, 10, 10.5, 1e6]) {
      tallies.get('/a')?.observe(value);
      histogram.observe({ route: '/a' }, value);
    }
    expect(await ours.metrics()).toBe(await theirs.metrics());
  });
});
