import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Variable } from './variable.js';
import { VARIABLES } from './variables.js';

/** What the chart itself sets, by the role of a pod, its ports and what it mounts. */
const OF_THE_CHART = new Set(['ROLE', 'HOST', 'PORT', 'METRICS_PORT', 'DATA_DIR', 'API_KEYS_FILE', 'COMMIT']);
/** The chart computes with these: the pod's grace period and the timeouts of its probes are whole seconds. */
const WHOLE = new Set(['GRACEFUL_SHUTDOWN_TIMEOUT', 'HEALTH_CHECK_TIMEOUT', 'SHUTDOWN_DELAY']);

interface ChartSchema {
  properties: Record<'config' | 'secrets', { properties: Record<string, unknown> }>;
}

/** helm/values.schema.json, with every variable that an operator may set: Helm refuses others, and wrong words. */
export function chartSchema(): string {
  const schema = JSON.parse(readFileSync('helm/values.schema.json', 'utf8')) as ChartSchema;
  const settable = Object.entries<Variable>(VARIABLES).filter(([name]) => !OF_THE_CHART.has(name));
  const propertiesWhere = (secret: boolean) =>
    Object.fromEntries(
      settable
        .filter(([, variable]) => variable.secret === secret)
        .map(([name, v]) => [name, property(name, v)]),
    );
  schema.properties.config.properties = propertiesWhere(false);
  schema.properties.secrets.properties = propertiesWhere(true);
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/**
 * helm/files/variables.json: what the schema cannot say of the text of a number, or could not without showing the secret
 * that it refuses. The chart's refusals read it.
 */
export function chartVariables(): string {
  const settable = Object.entries<Variable>(VARIABLES).filter(([name]) => !OF_THE_CHART.has(name));
  const numbers = settable.flatMap(([name, { range, allowed }]) =>
    range ? [[name, { ...range, allowed }] as const] : [],
  );
  const secrets = settable.flatMap(([name, { secret, form, allowed }]) =>
    secret && form !== undefined ? [[name, { form, allowed }] as const] : [],
  );
  const text = { numbers: Object.fromEntries(numbers), secrets: Object.fromEntries(secrets) };
  return `${JSON.stringify(text, null, 2)}\n`;
}

/** The form of its text: a word of a list, a number. A secret may be empty, which means that it is not set. */
function property(name: string, { schema, secret, description }: Variable): Record<string, unknown> {
  if (secret) return { type: 'string', description };
  if (WHOLE.has(name)) return { type: 'string', pattern: '^[0-9]{1,4}$', description };
  const { $schema: _, ...form } = z.toJSONSchema(schema, { io: 'input' });
  return { ...form, description };
}
