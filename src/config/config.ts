import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Variable } from './variable.js';
import { VARIABLES } from './variables.js';

export { VARIABLES } from './variables.js';
export type { ApiKey, Criticality } from './parsers.js';

type Values = {
  readonly [N in keyof typeof VARIABLES]: (typeof VARIABLES)[N] extends Variable<infer T> ? T : never;
};
type Defaulted = 'SHUTDOWN_DELAY' | 'RATE_LIMIT_PER_HOUR';

/** Every setting, parsed and checked; the names are those of the environment variables. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-extraneous-class -- its properties are the table's
export abstract class Config {}
// The properties follow from the table of variables: one place to add one.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export interface Config extends Omit<Values, Defaulted>, Readonly<Record<Defaulted, number>> {}

/** The environment does not describe a service that could run; `message` lists every fault. */
export class ConfigInvalid extends Error {
  constructor(readonly faults: readonly string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.name = 'ConfigInvalid';
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The process's environment over the lines of a `.env` file in the working folder, where there is one. */
export function readEnvironment(): Environment {
  try {
    return { ...parseEnv(readFileSync('.env', 'utf8')), ...process.env };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return process.env;
    throw new ConfigInvalid([`.env cannot be read: ${(error as Error).message}`]);
  }
}

/** @throws ConfigInvalid with every fault at once, so that an operator mends them in one go. */
export function parseConfig(environment: Environment): Config {
  const faults: string[] = [];
  const entries = Object.entries<Variable>(VARIABLES).map(([name, variable]) => {
    // An empty value means "not set": charts and env files have no other way to say so.
    const given = environment[name] === '' ? undefined : environment[name];
    const result = variable.schema.safeParse(given ?? variable.fallback);
    if (!result.success) faults.push(describeFault(name, variable, given, result.error.issues[0]?.message));
    return [name, result.data];
  });
  const values = Object.fromEntries(entries) as Values;
  if (faults.length === 0) faults.push(...contradictions(values));
  if (faults.length > 0) throw new ConfigInvalid(faults);
  const production = values.ENVIRONMENT === 'production';
  return Object.freeze({
    ...values,
    SHUTDOWN_DELAY: values.SHUTDOWN_DELAY ?? (production ? 5 : 0),
    RATE_LIMIT_PER_HOUR: values.RATE_LIMIT_PER_HOUR ?? (production ? 10 : 0),
  });
}

function describeFault(
  name: string,
  variable: Variable,
  given: string | undefined,
  issue = 'is not allowed',
): string {
  const shown = given === undefined ? 'not set' : variable.secret ? 'a secret value' : JSON.stringify(given);
  const detail = issue.startsWith('Invalid') || issue.startsWith('Too') ? '' : ` (${issue})`;
  return `${name} is ${shown}${detail}; allowed: ${variable.allowed}`;
}

function contradictions(values: Values): string[] {
  const faults: string[] = [];
  if (values.ENVIRONMENT === 'production') {
    if (values.API_KEYS.length === 0) faults.push('API_KEYS is not set; production needs at least one key');
    if (values.OPS_TOKEN === undefined) faults.push('OPS_TOKEN is not set; production needs one');
  }
  if ((values.SHUTDOWN_DELAY ?? 0) >= values.GRACEFUL_SHUTDOWN_TIMEOUT) {
    faults.push(`SHUTDOWN_DELAY is ${values.SHUTDOWN_DELAY}; it must be below GRACEFUL_SHUTDOWN_TIMEOUT`);
  }
  if (values.METRICS_PORT !== undefined && values.METRICS_PORT !== 0 && values.METRICS_PORT === values.PORT) {
    faults.push(
      `METRICS_PORT is ${values.METRICS_PORT}, the same as PORT; the two listeners need a port each`,
    );
  }
  return faults;
}
