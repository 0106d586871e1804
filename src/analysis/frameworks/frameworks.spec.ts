import { FRAMEWORK_NAMES, FRAMEWORKS } from './frameworks.js';
import { porter } from './porter.js';

const porterOf = (score: number | null, passages = 3) =>
  porter.arrange({ items: () => [], passages: () => passages, score: () => score });

describe('FRAMEWORKS', () => {
  it('has each framework under its own name, with buckets that are named once', () => {
    for (const name of FRAMEWORK_NAMES) {
      const buckets = FRAMEWORKS[name].buckets.map((bucket) => bucket.name);
      expect(FRAMEWORKS[name].name).toBe(name);
      expect(new Set(buckets).size).toBe(buckets.length);
    }
  });
});

describe('porter', () => {
  it.each([
    [1, 'Low'],
    [2, 'Low'],
    [3, 'Moderate'],
    [4, 'High'],
    [null, null],
  ])('calls a mean of %s %s', (score, intensity) =>
    expect(porterOf(score).overall_intensity).toBe(intensity),
  );

  it('draws the lines at 2.5 and 3.5, over the known forces only', () => {
    const mean = (...scores: (number | null)[]) => {
      const left = [...scores];
      return porter.arrange({ items: () => [], passages: () => 3, score: () => left.shift() ?? null })
        .overall_intensity;
    };
    expect(mean(2, 3)).toBe('Moderate');
    expect(mean(3, 4)).toBe('High');
    expect(mean(2, 2, 3)).toBe('Low');
    expect(mean(null, 5)).toBe('High');
  });

  it('rates nothing on fewer than three passages, whatever the engine says', () => {
    const { forces, overall_intensity } = porterOf(5, 2);
    expect(forces.buyer_power).toMatchObject({
      score: null,
      text: 'Not rated: 2 cited passages, three are needed.',
    });
    expect(overall_intensity).toBeNull();
    expect(porterOf(5, 3).forces.buyer_power?.text).toBe('Rated 5 of 5 on 3 cited passages.');
    expect(porterOf(null, 0).forces.buyer_power?.text).toContain('No passage');
  });
});
