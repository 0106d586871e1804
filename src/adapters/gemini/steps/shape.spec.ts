import { madeOnce } from './shape.js';

it('Each value is made once, and another for other keys', () => {
  const make = jest.fn((name: string, items: number) => ({ name, items }));
  const once = madeOnce(make);
  expect(once('swot', 3)).toBe(once('swot', 3));
  expect(once('swot', 4)).toEqual({ name: 'swot', items: 4 });
  expect(once('porter', 3)).toEqual({ name: 'porter', items: 3 });
  expect(make).toHaveBeenCalledTimes(3);
});
