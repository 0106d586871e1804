import { SlidingWindow } from './sliding-window.js';

const HOUR = 3_600_000;

describe('A sliding window', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('lets a key take what the limit allows, and says how long the next has to wait', () => {
    const window = new SlidingWindow(HOUR, 10);
    expect(window.take('a', 2)).toBe(0);
    jest.advanceTimersByTime(1000);
    expect(window.take('a', 2)).toBe(0);
    jest.advanceTimersByTime(1000);
    expect(window.take('a', 2)).toBe(HOUR - 2000);
    expect(window.take('b', 2)).toBe(0);
  });

  it('never lets more than the limit fall into any hour', () => {
    const window = new SlidingWindow(HOUR, 10);
    const taken: number[] = [];
    for (let minute = 0; minute < 300; minute += 1) {
      if (window.take('a', 7) === 0) taken.push(minute);
      jest.advanceTimersByTime(60_000);
    }
    for (let from = 0; from < 300; from += 1) {
      expect(taken.filter((minute) => minute >= from && minute < from + 60).length).toBeLessThanOrEqual(7);
    }
    expect(taken).toHaveLength(35);
  });

  it('does not count what was refused, and frees a place when the wait is over', () => {
    const window = new SlidingWindow(HOUR, 10);
    window.take('a', 1);
    for (let tries = 0; tries < 100; tries += 1) window.take('a', 1);
    jest.advanceTimersByTime(window.take('a', 1));
    expect(window.take('a', 1)).toBe(0);
  });

  it('takes back what was given for nothing', () => {
    const window = new SlidingWindow(HOUR, 10);
    window.take('a', 1);
    window.giveBack('a');
    expect(window.size).toBe(0);
    expect(window.take('a', 1)).toBe(0);
    window.giveBack('unknown');
  });

  it('keeps no more keys than it may, and forgets the one that was quiet longest', () => {
    const window = new SlidingWindow(HOUR, 3);
    for (const key of ['a', 'b', 'c', 'a', 'd']) window.take(key, 2);
    expect(window.size).toBe(3);
    expect(window.take('a', 2)).toBeGreaterThan(0);
    expect(window.take('b', 1)).toBe(0);
  });

  it('forgets a key when its hour is over', () => {
    const window = new SlidingWindow(HOUR, 1000);
    for (let key = 0; key < 500; key += 1) window.take(`key ${key}`, 1);
    jest.advanceTimersByTime(HOUR);
    window.take('another', 1);
    expect(window.size).toBe(1);
  });

  it('bears limits and numbers of takings far beyond what anybody sets', () => {
    const window = new SlidingWindow(HOUR, 10);
    for (let count = 0; count < 300_000; count += 1) window.take('a', 300_000);
    expect(window.take('a', 300_000)).toBe(HOUR);
  });
});
