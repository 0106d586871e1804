export interface Recording {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export type Severity = 'critical' | 'warning' | 'ticket' | 'none';

export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>> & {
    readonly severity: Severity;
    readonly component: string;
  };
  readonly annotations: {
    readonly summary: string;
    readonly description: string;
    readonly runbook_url: string;
    readonly dashboard_url: string;
  };
}

export interface Group {
  readonly name: string;
  readonly rules: readonly (Recording | Alert)[];
}

/** Where the guides and the dashboards of an installation are; whoever installs the pack sets both. */
const GUIDES = 'https://consultantos.example/docs';
const GRAFANA = 'https://grafana.consultantos.example/d';

export type Dashboard = 'overview' | 'performance' | 'errors' | 'cost' | 'dependencies' | 'jobs';

export const JOB = 'job="consultantos"';

interface AlertPlan {
  readonly name: string;
  readonly severity: Severity;
  readonly component: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly for?: string;
  readonly expr: string;
  readonly summary: string;
  readonly description: string;
  readonly dashboard: Dashboard;
}

/** An alert with its links: the heading of the runbook is its name, the dashboard's uid `consultantos-…`. */
export function alert(plan: AlertPlan): Alert {
  const { name, severity, component, expr, summary, description } = plan;
  return {
    alert: name,
    expr,
    ...(plan.for === undefined ? {} : { for: plan.for }),
    labels: { severity, component, ...plan.labels },
    annotations: {
      summary,
      description,
      runbook_url: `${GUIDES}/RUNBOOK.md#${name.toLowerCase()}`,
      dashboard_url: `${GRAFANA}/consultantos-${plan.dashboard}`,
    },
  };
}

/** `0.05` as people say it: `5 %`. */
export const percent = (share: number) => `${Number((share * 100).toFixed(2))} %`;
