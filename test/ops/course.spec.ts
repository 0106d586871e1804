import { Course } from './drill/expected.ts';
import type { Arrival } from './drill/receivers.ts';
import { alertsOf, readRules } from './rules/rules-file.ts';

const RULE = alertsOf(readRules()).find(
  ({ alert, labels }) => alert === 'DependencyDown' && labels.severity === 'critical',
)!;
const EARLIER_FAULT = 100;
const FAULT = 1000;

const told = (receiver: Arrival['receiver'], status: string, at: number): Arrival => ({
  receiver,
  status,
  at,
  labels: { alertname: 'DependencyDown', severity: 'critical', component: 'dependency', check: 'database' },
  text: '',
});

const everybody = (status: string, at: number) => [
  told('pagerduty', status, at),
  told('slack', status, at + 50),
];

describe('The course of an alert in the drill', () => {
  it('is heard of when the last receiver is told', () => {
    const course = new Course(RULE, everybody('firing', FAULT + 700));
    expect(course.firedAt(FAULT)).toBe(FAULT + 750);
  });

  it('is not heard of by what receivers knew from an earlier fault', () => {
    const course = new Course(RULE, everybody('firing', EARLIER_FAULT));
    expect(course.firedAt(FAULT)).toBeUndefined();
    expect(course.open).toBe(true);
  });

  it('is no longer open once every receiver heard that it is over', () => {
    const arrivals = [...everybody('firing', EARLIER_FAULT), told('slack', 'resolved', 400)];
    const course = new Course(RULE, arrivals);
    expect(course.open).toBe(true);
    arrivals.push(told('pagerduty', 'resolved', 500));
    expect(course.open).toBe(false);
    expect(course.resolvedAt).toBe(500);
  });

  it('is not open before it ever came', () => expect(new Course(RULE, []).open).toBe(false));
});
