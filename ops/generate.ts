import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { buildDashboard } from './grafana/build.ts';
import { DASHBOARDS } from './grafana/dashboards.ts';
import { GROUPS } from './prometheus/rules/rules.ts';

/** Writes what is made from the code below ops/. `npm run generate` */
export const RULES_FILE = 'ops/prometheus/consultantos.rules.yml';
/** Grafana's own, and the chart's: a chart reads nothing outside its folder. */
export const DASHBOARD_FOLDERS = ['ops/grafana/dashboards', 'helm/files/dashboards'] as const;

const HEAD = '# Made by "npm run generate" from ops/prometheus/rules: change it there.\n';

export const generatedOps = (): Readonly<Record<string, string>> => ({
  [RULES_FILE]: HEAD + stringify({ groups: GROUPS }, { lineWidth: 0 }),
  ...Object.fromEntries(
    DASHBOARDS.flatMap((plan) => {
      const text = `${JSON.stringify(buildDashboard(plan), null, 2)}\n`;
      return DASHBOARD_FOLDERS.map((folder) => [`${folder}/${plan.uid}.json`, text]);
    }),
  ),
});

export function writeOps(): void {
  for (const [path, text] of Object.entries(generatedOps())) writeFileSync(path, text);
}
