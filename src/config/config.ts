import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { contradictions } from './contradictions.js';
import type { Variable } from './variable.js';
import { VARIABLES } from './variables.js';

export { VARIABLES } from './variables.js';
export { ANONYMOUS, type ApiKey, type Criticality, parseKeyFile } from './parsers.js';
export type { PriceTable, TokenPrice } from './price-table.js';

type Values = {
  readonly [N in keyof typeof VARIABLES]: (typeof VARIABLES)[N] extends Variable<infer T> ? T : never;
};
type Defaulted = 'SHUTDOWN_DELAY' | 'RATE_LIMIT_PER_HOUR';
export type Settings = Omit<Values, Defaulted> & Readonly<Record<Defaulted, number>>;

/** Every setting, parsed and checked; the names are those of the environment variables. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-extraneous-class -- its properties are the table's
export abstract class Config {}
// The properties follow from the table of variables: one place to add one.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type
export interface Config extends Settings {}

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
  const faults = new Map<string, string>();
  const entries = Object.entries<Variable>(VARIABLES).map(([name, variable]) => {
    // An empty value means "not set": charts and env files have no other way to say so.
    const given = environment[name] === '' ? undefined : environment[name];
    const result = variable.schema.safeParse(given ?? variable.fallback);
    if (!result.success)
      faults.set(name, describeFault(name, variable, given, result.error.issues[0]?.message));
    return [name, result.data];
  });
  const config = withDefaults(Object.fromEntries(entries) as Values);
  const all = [...faults.values(), ...contradictions(config, new Set(faults.keys()))];
  if (all.length > 0) throw new ConfigInvalid(all);
  return Object.freeze(config);
}

/** The defaults that depend on where the service runs. */
function withDefaults(values: Values): Settings {
  const production = values.ENVIRONMENT === 'production';
  return {
    ...values,
    SHUTDOWN_DELAY: values.SHUTDOWN_DELAY ?? (production ? 5 : 0),
    RATE_LIMIT_PER_HOUR: values.RATE_LIMIT_PER_HOUR ?? (production ? 10 : 0),
  };
}

const SHOWN_CHARACTERS = 100;

/** A value that is no secret may be an address in which somebody put one. */
const withoutCredentials = (value: string) =>
  value.replace(/(?<=\/\/).*@/gs, '[redacted]@').replace(/(?<=[\w/]\?).+/gs, '[redacted]');

function describeFault(
  name: string,
  variable: Variable,
  given: string | undefined,
  issue = 'is not allowed',
): string {
  const shown =
    given === undefined
      ? 'not set'
      : variable.secret
        ? 'a secret value'
        : JSON.stringify(withoutCredentials(given).slice(0, SHOWN_CHARACTERS));
  const detail = issue.startsWith('Invalid') || issue.startsWith('Too') ? '' : ` (${issue})`;
  return `${name} is ${shown}${detail}; allowed: ${variable.allowed}`;
}
