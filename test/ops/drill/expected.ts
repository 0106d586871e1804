import type { Alert } from '../../../ops/prometheus/rules/rule.ts';
import type { Arrival } from './receivers.ts';

type Receiver = Arrival['receiver'];

/** Whom an alert is to reach, as the head of ops/alertmanager/alertmanager.yml says it. */
export function receiversOf(severity: string, component: string): Receiver[] {
  if (severity === 'none') return ['heartbeat'];
  if (severity === 'ticket') return ['email'];
  return [
    ...(severity === 'critical' ? (['pagerduty'] as const) : []),
    ...(component === 'cost' ? (['email'] as const) : []),
    'slack',
  ];
}

/** The name of a rule among all: several may share an alert's name. */
export const ruleName = ({ alert, labels }: Pick<Alert, 'alert' | 'labels'>) =>
  [alert, labels.severity, labels.component, ...(labels.window ? [labels.window] : [])].join(' ');

const nameOf = ({ labels }: Arrival) =>
  [labels.alertname, labels.severity, labels.component, ...(labels.window ? [labels.window] : [])].join(' ');

/** What came of one rule. */
export class Course {
  readonly rule: Alert;
  private readonly arrivals: readonly Arrival[];

  constructor(rule: Alert, arrivals: readonly Arrival[]) {
    this.rule = rule;
    this.arrivals = arrivals;
  }

  get name(): string {
    return ruleName(this.rule);
  }

  get receivers(): Receiver[] {
    return receiversOf(this.rule.labels.severity, this.rule.labels.component);
  }

  /** When the last of its receivers was told of it, after `since`; undefined until then. */
  firedAt(since: number): number | undefined {
    return latest(
      this.receivers.map(
        (receiver) =>
          this.arrivalsAt(receiver).find(({ at, status }) => at >= since && status === 'firing')?.at,
      ),
    );
  }

  /** Whether a receiver still knows of it: it is told nothing new where it fires again. */
  get open(): boolean {
    return this.receivers.some((receiver) => !isOver(this.arrivalsAt(receiver)));
  }

  /** When the last of its alerts was over for all its receivers; undefined until then. */
  get resolvedAt(): number | undefined {
    return latest(
      this.receivers.map((receiver) => {
        const own = this.arrivalsAt(receiver);
        return isOver(own) ? own.at(-1)?.at : undefined;
      }),
    );
  }

  /** Receivers that it reached and should not have. */
  get strangers(): string[] {
    const came = this.arrivals.filter((each) => nameOf(each) === this.name).map(({ receiver }) => receiver);
    return [...new Set(came)].filter((receiver) => !this.receivers.includes(receiver));
  }

  private arrivalsAt(receiver: Receiver): Arrival[] {
    return this.arrivals.filter((each) => each.receiver === receiver && nameOf(each) === this.name);
  }
}

/** Whether the last that was said of each alert is that it is resolved. */
function isOver(arrivals: readonly Arrival[]): boolean {
  const last = new Map(arrivals.map((each) => [JSON.stringify(each.labels), each]));
  return [...last.values()].every(({ status }) => status === 'resolved');
}

const latest = (moments: readonly (number | undefined)[]) =>
  moments.some((moment) => moment === undefined) ? undefined : Math.max(...(moments as number[]));
