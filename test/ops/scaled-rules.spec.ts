import { scaledExpression, scaledRules, shorter } from './drill/scaled-rules.ts';
import { alertsOf, readRules } from './rules/rules-file.ts';

it('shortens ranges by one factor, and leaves limits as they are', () => {
  expect(scaledExpression('sum(rate(a[5m])) * 300 > 5 and avg_over_time(b[3d]) > 1', 100)).toBe(
    'sum(rate(a[3000ms])) * 300 > 5 and avg_over_time(b[2592000ms]) > 1',
  );
  expect(shorter('1h', 100)).toBe('36000ms');
  expect(() => shorter('1h30m', 100)).toThrow('no duration of one unit');
});

it('leaves no rule with a range or a patience of its own length', () => {
  const text = JSON.stringify(
    scaledRules(readRules(), 7).groups.map(({ rules }) => rules.map((rule) => rule.expr)),
  );
  expect(text).not.toMatch(/\[\d+[smhd]\]/);
  const patience = alertsOf(scaledRules(readRules(), 7)).flatMap((alert) => alert.for ?? []);
  expect(patience.filter((each) => !/^\d+ms$/.test(each))).toEqual([]);
});
