import { Lateness } from './lateness.js';

const LIMIT = 1000;
const EVERY = 100;
/** What is said of each turn of the loop, given how long each takes. */
const judge = (lateness: Lateness, turns: readonly number[]) =>
  turns.map((turn) => lateness.isOverload(Math.max(turn - EVERY, 0), Math.max(turn, EVERY)));
const times = (count: number, turn: number) => Array<number>(count).fill(turn);
const firstRefusal = (turns: readonly number[]) => {
  const judged = judge(new Lateness(LIMIT), turns).indexOf(true);
  return judged === -1 ? null : turns.slice(0, judged + 1).reduce((sum, turn) => sum + turn, 0);
};

describe('A loop that is late', () => {
  it.each([1500, 4000, 60_000])('once, for %i ms, is no overload', (pause) => {
    expect(firstRefusal([...times(50, EVERY), pause, ...times(50, EVERY)])).toBeNull();
  });

  it('while it takes in a crowd is no overload', () => {
    // 200 jobs ordered at once, measured where other work takes most of two processors, and nearly all.
    expect(firstRefusal([3873, ...times(9, EVERY), 372, ...times(4, EVERY), 1504, 265])).toBeNull();
    expect(firstRefusal([13_693, 243, ...times(30, EVERY), 430, 355, 5066, 1536, 491, 328, 988])).toBeNull();
  });

  it.each([
    [1300, 30_000],
    [2000, 10_000],
    [5000, 20_000],
  ])('by turns of %i ms that do not end is one, within %i ms', (turn, within) => {
    expect(firstRefusal(times(100, turn))).toBeLessThanOrEqual(within);
  });

  it('by turns that are just short enough is never one', () => {
    expect(firstRefusal(times(1000, LIMIT))).toBeNull();
  });

  it('serves again with the first turn that is short, and refuses again when the next is long', () => {
    const lateness = new Lateness(LIMIT);
    judge(lateness, times(10, 2000));
    expect(judge(lateness, [2000, EVERY, 2000])).toEqual([true, false, true]);
    judge(lateness, times(300, EVERY));
    expect(judge(lateness, [2000])).toEqual([false]);
  });
});
