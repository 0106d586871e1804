import type { Settings } from './config.js';

interface Rule {
  /** The values it looks at; where one of them is refused already, the rule says nothing. */
  readonly about: readonly (keyof Settings)[];
  /** What is wrong and what is allowed; undefined where all is well. */
  readonly fault: (settings: Settings) => string | undefined;
}

/** An engine or a backend that cannot be used without a further setting. */
const needs = (choice: keyof Settings, value: string, name: keyof Settings): Rule => ({
  about: [choice, name],
  fault: (settings) =>
    settings[choice] === value && settings[name] === undefined
      ? `${name} is not set; ${choice}=${value} needs it`
      : undefined,
});

const RULES: readonly Rule[] = [
  {
    about: ['ENVIRONMENT', 'API_KEYS', 'API_KEYS_FILE', 'ROLE'],
    fault: ({ ENVIRONMENT, API_KEYS, API_KEYS_FILE: file, ROLE }) =>
      ENVIRONMENT === 'production' && API_KEYS.length === 0 && file === undefined && ROLE !== 'worker'
        ? 'API_KEYS is not set; allowed in production: at least one name:sha256hex, here or in API_KEYS_FILE'
        : undefined,
  },
  {
    about: ['ENVIRONMENT', 'OPS_TOKEN'],
    fault: ({ ENVIRONMENT, OPS_TOKEN }) =>
      ENVIRONMENT === 'production' && OPS_TOKEN === undefined
        ? 'OPS_TOKEN is not set; allowed in production: 16 to 256 visible ASCII characters'
        : undefined,
  },
  {
    about: ['SHUTDOWN_DELAY', 'GRACEFUL_SHUTDOWN_TIMEOUT'],
    fault: ({ SHUTDOWN_DELAY: delay, GRACEFUL_SHUTDOWN_TIMEOUT: timeout }) =>
      delay >= timeout
        ? `SHUTDOWN_DELAY is ${delay}; allowed: less than GRACEFUL_SHUTDOWN_TIMEOUT, which is ${timeout}`
        : undefined,
  },
  {
    about: ['METRICS_PORT', 'PORT'],
    fault: ({ METRICS_PORT, PORT }) =>
      METRICS_PORT !== undefined && METRICS_PORT !== 0 && METRICS_PORT === PORT
        ? `METRICS_PORT is ${METRICS_PORT}, the same as PORT; allowed: a port of its own`
        : undefined,
  },
  {
    about: ['DAILY_BUDGET_USD', 'GEMINI_API_KEY', 'GEMINI_MODEL', 'GEMINI_PRICES'],
    fault: ({ DAILY_BUDGET_USD, GEMINI_API_KEY, GEMINI_MODEL, GEMINI_PRICES }) =>
      DAILY_BUDGET_USD > 0 && GEMINI_API_KEY !== undefined && !Object.hasOwn(GEMINI_PRICES, GEMINI_MODEL)
        ? `DAILY_BUDGET_USD is set, and ${GEMINI_MODEL} has no price; allowed: a price for it in GEMINI_PRICES`
        : undefined,
  },
  {
    about: ['DOWNLOAD_LINK_SECONDS', 'STORAGE'],
    fault: ({ DOWNLOAD_LINK_SECONDS: seconds, STORAGE }) =>
      seconds > 0 && STORAGE !== 'gcs'
        ? `DOWNLOAD_LINK_SECONDS is ${seconds} and STORAGE is ${STORAGE}; allowed: 0, or STORAGE=gcs`
        : undefined,
  },
  {
    about: ['ENVIRONMENT', 'FAULT_INJECTION'],
    fault: ({ ENVIRONMENT, FAULT_INJECTION }) =>
      ENVIRONMENT === 'production' && FAULT_INJECTION
        ? 'FAULT_INJECTION is true; allowed in production: false'
        : undefined,
  },
  {
    about: ['FAULT_INJECTION', 'OPS_TOKEN'],
    fault: ({ FAULT_INJECTION, OPS_TOKEN }) =>
      FAULT_INJECTION && OPS_TOKEN === undefined
        ? 'OPS_TOKEN is not set; FAULT_INJECTION=true needs it: anybody could break the service'
        : undefined,
  },
  needs('ANALYSIS_ENGINE', 'gemini', 'GEMINI_API_KEY'),
  needs('DATABASE', 'firestore', 'GCP_PROJECT_ID'),
  needs('CACHE', 'redis', 'REDIS_URL'),
  needs('QUEUE', 'redis', 'REDIS_URL'),
  needs('STORAGE', 'gcs', 'GCS_BUCKET'),
];

/** Pure: the faults that show only where two values meet. `refused` are the names that are faulty by themselves. */
export function contradictions(settings: Settings, refused: ReadonlySet<string>): string[] {
  return RULES.filter(({ about }) => !about.some((name) => refused.has(name)))
    .map(({ fault }) => fault(settings))
    .filter((fault) => fault !== undefined);
}
