import { randomUUID } from 'node:crypto';
import type { Cache } from '../../src/analysis/ports/cache.port.js';
import { type Make, subjectOf } from './contract.js';
import { eventually } from './eventually.js';

/** Longer than any test takes. */
const LONG_SECONDS = 600;

export function describeCache(name: string, make: Make<Cache>): void {
  describe(`Cache: ${name}`, () => {
    const cache = subjectOf(make);

    it('gives back the text that was kept, and how old it is', async () => {
      const text = JSON.stringify({ company: 'Société Générale “O’Neil”\n', items: [1, null] });
      await cache().set('key', text, LONG_SECONDS);
      const entry = await cache().get('key');
      expect(entry?.value).toBe(text);
      expect(entry?.ageSeconds).toBeGreaterThanOrEqual(0);
      expect(entry?.ageSeconds).toBeLessThan(LONG_SECONDS);
    });

    it('has nothing under a key that was never kept', async () => {
      expect(await cache().get(randomUUID())).toBeNull();
    });

    it('keeps the last text of a key', async () => {
      await cache().set('key', '"first"', LONG_SECONDS);
      await cache().set('key', '"second"', LONG_SECONDS);
      expect((await cache().get('key'))?.value).toBe('"second"');
    });

    it('forgets an entry past its time', async () => {
      await cache().set('short', '1', 0.05);
      await cache().set('long', '2', LONG_SECONDS);
      await eventually(async () => (await cache().get('short')) === null);
      expect((await cache().get('long'))?.value).toBe('2');
    });

    it('gives an entry a new life when it is kept again', async () => {
      await cache().set('key', '1', 0.05);
      await cache().set('key', '2', LONG_SECONDS);
      await cache().set('other', '1', 0.05);
      await eventually(async () => (await cache().get('other')) === null);
      expect((await cache().get('key'))?.value).toBe('2');
    });

    it('removes an entry, and does not mind one that is not there', async () => {
      await cache().set('key', '1', LONG_SECONDS);
      await cache().remove('key');
      await cache().remove('key');
      expect(await cache().get('key')).toBeNull();
    });

    it('runs work that only one may do, and gives its result or its error', async () => {
      const { signal } = new AbortController();
      expect(await cache().alone('key', signal, () => Promise.resolve('done'))).toBe('done');
      const failing = cache().alone('key', signal, () => Promise.reject(new Error('no')));
      await expect(failing).rejects.toThrow('no');
    });

    it('keeps a text of a megabyte', async () => {
      const text = JSON.stringify('x'.repeat(1_000_000));
      await cache().set('key', text, LONG_SECONDS);
      expect((await cache().get('key'))?.value).toHaveLength(text.length);
    });
  });
}

/** For caches that several processes share; `make` gives one after the other onto the same store. */
export function describeSharedCache(name: string, make: Make<readonly [Cache, Cache]>): void {
  describe(`shared Cache: ${name}`, () => {
    const caches = subjectOf(make);
    const never = new AbortController().signal;

    it('shows to one process what another kept', async () => {
      const [ours, theirs] = caches();
      await ours.set('key', '"kept"', LONG_SECONDS);
      expect((await theirs.get('key'))?.value).toBe('"kept"');
    });

    it('lets one process work at a time', async () => {
      const [ours, theirs] = caches();
      const steps: string[] = [];
      const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();
      const first = ours.alone('key', never, async () => {
        steps.push('first begins');
        await ended;
        steps.push('first ends');
      });
      await eventually(() => steps.length === 1);
      const second = theirs.alone('key', never, () => {
        steps.push('second begins');
        return Promise.resolve('done');
      });
      await theirs.alone('other key', never, () => Promise.resolve(steps.push('other key')));
      end(undefined);
      expect(await second).toBe('done');
      await first;
      expect(steps).toEqual(['first begins', 'other key', 'first ends', 'second begins']);
    });

    it('gives the turn on after work that failed', async () => {
      const [ours, theirs] = caches();
      await expect(ours.alone('key', never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
      expect(await theirs.alone('key', never, () => Promise.resolve('done'))).toBe('done');
    });

    it('lets whoever waits go away', async () => {
      const [ours, theirs] = caches();
      const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();
      let begun = false;
      const first = ours.alone('key', never, async () => {
        begun = true;
        await ended;
      });
      await eventually(() => begun);
      const leaving = new AbortController();
      const second = theirs.alone('key', leaving.signal, () => Promise.reject(new Error('never begun')));
      leaving.abort();
      await expect(second).rejects.toMatchObject({ name: 'AbortError' });
      end(undefined);
      await first;
    });
  });
}

/** For caches that hold their entries in the memory of the process. */
export function describeBoundedCache(name: string, make: Make<Cache>, bound: { characters: number }): void {
  describe(`bounded Cache: ${name}`, () => {
    const cache = subjectOf(make);
    const part = JSON.stringify('x'.repeat(Math.floor(bound.characters / 8)));

    it('drops the entries that were used longest ago once it is full', async () => {
      for (let index = 0; index < 7; index += 1) await cache().set(`old-${index}`, part, LONG_SECONDS);
      await cache().get('old-0');
      for (let index = 0; index < 6; index += 1) await cache().set(`new-${index}`, part, LONG_SECONDS);
      expect(await cache().get('old-0')).not.toBeNull();
      expect(await cache().get('old-1')).toBeNull();
      expect(await cache().get('new-5')).not.toBeNull();
    });

    it('keeps neither what is larger than itself nor the older text of that key', async () => {
      await cache().set('key', '"small"', LONG_SECONDS);
      await cache().set('other', '"small"', LONG_SECONDS);
      await cache().set('key', JSON.stringify('x'.repeat(bound.characters + 1)), LONG_SECONDS);
      expect(await cache().get('key')).toBeNull();
      expect((await cache().get('other'))?.value).toBe('"small"');
    });

    it('holds a bounded number of entries, however small', async () => {
      for (let index = 0; index < 20_000; index += 1) await cache().set(`k${index}`, '1', LONG_SECONDS);
      expect(await cache().get('k0')).toBeNull();
      expect(await cache().get('k19999')).not.toBeNull();
    });
  });
}
