import { OVERLOAD } from './overload.variables.js';
import { BACKENDS } from './backend.variables.js';
import { GEMINI } from './gemini.variables.js';
import { API_KEYS_FORM, parseApiKeys, parseCriticalities, parseOrigins } from './parsers.js';
import { TRACING } from './tracing.variables.js';
import { flag, number, oneOf, optionalNumber, optionalText, parsed, text } from './variable.js';

const SERVICE = {
  ENVIRONMENT: oneOf(
    ['development', 'test', 'production'],
    'development',
    'Where this runs. Production hides internal messages and refuses to start without API_KEYS and OPS_TOKEN.',
  ),
  FAULT_INJECTION: flag(
    false,
    'For drills: whoever holds OPS_TOKEN, which must be set, can make backends, routes and the process fail by /health/faults. Production refuses to start with it.',
  ),
  ROLE: oneOf(
    ['all', 'api', 'worker'],
    'all',
    'What this process does: take requests and work on jobs, or one of the two. A worker serves probes and metrics only; where all are api, jobs wait. Processes of different roles need one database and one storage.',
  ),
  HOST: text('0.0.0.0', 'an address', 'Address to listen on.'),
  PORT: number({ min: 0, max: 65535 }, 8080, 'Port of the API; 0 lets the system choose.'),
  TRUST_PROXY: number(
    { min: 0, max: 20 },
    0,
    'Proxies in front of the service that each append the address they see to X-Forwarded-For. The client is the entry that the outermost of them wrote; what stands before it may be forged.',
  ),
};

const LOGS = {
  LOG_LEVEL: oneOf(
    ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'],
    'INFO',
    'Least severity that is written.',
  ),
  LOG_FORMAT: oneOf(['json', 'pretty'], 'json', 'One JSON object a line, or coloured text for people.'),
  ACCESS_LOG: flag(true, 'Write one http_request_completed line for each request.'),
};

const METRICS = {
  ENABLE_METRICS: flag(true, 'Serve Prometheus metrics; false answers 404.'),
  METRICS_PORT: optionalNumber(
    { min: 0, max: 65535 },
    'Port of a second listener with /metrics and /health/*. The API port then serves none of /health/metrics, /health/detailed and /health/log-level.',
  ),
  COMMIT: text(
    'unknown',
    'text',
    'Commit that this build was made from; shown in build_info and /health/detailed.',
  ),
};

const HEALTH = {
  HEALTH_CHECK_TIMEOUT: number(
    { min: 0.05, max: 60, whole: false },
    5,
    'Seconds that one health check may take.',
  ),
  HEALTH_CACHE_TTL: number(
    { min: 0, max: 300, whole: false },
    2,
    'Seconds for which probes share one result.',
  ),
  HEALTH_CRITICALITY: parsed(
    parseCriticalities,
    '',
    'check=critical|degrading|informational, comma-separated',
    'Overrides how much a failing check matters.',
  ),
};

const TIME = {
  GRACEFUL_SHUTDOWN_TIMEOUT: number(
    { min: 1, max: 3600, whole: false },
    30,
    'Seconds from the signal to the exit, at most.',
  ),
  SHUTDOWN_DELAY: optionalNumber(
    { min: 0, max: 600 },
    'Seconds during which requests are still served after readiness fell; inside the timeout. Default: 5 in production, else 0.',
  ),
  REQUEST_TIMEOUT: number(
    { min: 0.1, max: 3600, whole: false },
    300,
    'Seconds after which a request is answered 504 and its work aborted.',
  ),
  CLIENT_TIMEOUT: number(
    { min: 0.1, max: 600, whole: false },
    30,
    'Seconds in which a request must have arrived whole, and in which a client must take something of an answer that waits for it; ten times as long for all of it.',
  ),
};

const ACCESS = {
  API_KEYS: parsed(
    parseApiKeys,
    '',
    'name:sha256hex, comma-separated',
    'Clients that may use the API. Empty leaves it open, which production refuses, a worker apart.',
    { secret: true, form: API_KEYS_FORM.source },
  ),
  API_KEYS_FILE: optionalText(
    'the path of a file',
    'File of further keys, name:sha256hex, one a line. It is read again every 5 s and at SIGHUP, so that keys come and go without a restart; while it cannot be used, the keys of its last good state stay.',
  ),
  OPS_TOKEN: optionalText(
    '16 to 256 visible ASCII characters',
    'Bearer token for /health/detailed, /health/log-level, and /health/metrics at PORT.',
    {
      secret: true,
      pattern: /^[\x21-\x7e]{16,256}$/,
    },
  ),
  CORS_ORIGINS: parsed(
    parseOrigins,
    '',
    'origins such as https://app.example.com, comma-separated',
    'Web pages of other origins that may read answers of the API; empty: none. There is no word for all of them.',
  ),
  RATE_LIMIT_PER_HOUR: optionalNumber(
    { min: 0, max: 1_000_000 },
    'Analyses per client and hour; 0 sets no limit. Default: 10 in production, else 0.',
  ),
  DAILY_BUDGET_USD: number(
    { min: 0, max: 1_000_000, whole: false },
    0,
    'USD that the paid calls of one client may cost in a day (UTC), by GEMINI_PRICES; 0 sets no limit. Where the API is open all callers are one client.',
  ),
};

const ENGINES = {
  ANALYSIS_ENGINE: oneOf(
    ['auto', 'gemini', 'extractive'],
    'auto',
    'Engine for requests that ask for none; auto takes gemini when a key is set, else extractive.',
  ),
  ...GEMINI,
};

const JOBS = {
  JOB_CONCURRENCY: number({ min: 1, max: 64 }, 4, 'Jobs that this process works on at once.'),
  MAX_PENDING_JOBS: number(
    { min: 1, max: 10_000_000 },
    10_000,
    'Jobs of all clients that may wait in the register; a further one is answered 503 overloaded, the repetition of one that was accepted as before.',
  ),
  JOB_RETENTION_DAYS: number(
    { min: 1, max: 3650 },
    30,
    'Days for which finished jobs and their events are kept.',
  ),
};

/** The groups in which docs/configuration.md and .env.example show the variables. */
export const VARIABLE_GROUPS = {
  'The service': SERVICE,
  Logs: LOGS,
  Metrics: METRICS,
  Tracing: TRACING,
  'Health checks': HEALTH,
  'Time limits': TIME,
  Overload: OVERLOAD,
  'Who may call': ACCESS,
  Engines: ENGINES,
  Jobs: JOBS,
  Backends: BACKENDS,
} as const;

/** Every variable that the service reads. */
export const VARIABLES = {
  ...SERVICE,
  ...LOGS,
  ...METRICS,
  ...TRACING,
  ...HEALTH,
  ...TIME,
  ...OVERLOAD,
  ...ACCESS,
  ...ENGINES,
  ...JOBS,
  ...BACKENDS,
};
