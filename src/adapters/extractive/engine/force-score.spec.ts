import { forceScore } from './force-score.js';

describe('forceScore', () => {
  it.each([
    [3, 0, 5],
    [0, 3, 1],
    [2, 2, 3],
    [3, 1, 4],
    [2, 0, null],
    [1, 1, null],
    [0, 0, null],
  ])('%i raise it and %i lower it: %s', (raising, lowering, score) =>
    expect(forceScore({ raising, lowering })).toBe(score),
  );
});
