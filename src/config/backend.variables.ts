import { number, oneOf, optionalText, text } from './variable.js';

/** What stands behind the ports, and how it is reached. */
export const BACKENDS = {
  DATABASE: oneOf(
    ['embedded', 'firestore'],
    'embedded',
    'Where reports, jobs and usage are registered: an SQLite file under DATA_DIR, or Google Firestore.',
  ),
  CACHE: oneOf(
    ['embedded', 'redis'],
    'embedded',
    'Where finished analyses are kept for an hour: bounded memory, or Redis behind it. Redis also counts rate limits for all processes.',
  ),
  QUEUE: oneOf(
    ['embedded', 'redis'],
    'embedded',
    'How jobs reach the workers: each process looks into the database, or Redis says who is next. In either case the database is what makes a job durable.',
  ),
  STORAGE: oneOf(
    ['embedded', 'gcs'],
    'embedded',
    'Where reports and their sources lie: files under DATA_DIR, or Google Cloud Storage.',
  ),
  DATA_DIR: text('./data', 'a folder that the service may write', 'Folder of the embedded backends.'),
  BACKEND_TIMEOUT: number(
    { min: 0.05, max: 60, whole: false },
    5,
    'Seconds that one try of a call to Firestore or Cloud Storage may take; failing ones are tried up to three times.',
  ),
  GCS_BUCKET: optionalText('a bucket’s name', 'Bucket of STORAGE=gcs; it must exist.', {
    pattern: /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/,
  }),
  DOWNLOAD_LINK_SECONDS: number(
    { min: 0, max: 604_800 },
    0,
    'Seconds for which a link into GCS_BUCKET is valid, to which downloads of reports are then redirected; 0 lets them pass through the service.',
  ),
  GCP_PROJECT_ID: optionalText(
    'the id of a project of Google Cloud',
    'Project of DATABASE=firestore, and of the traces that log lines name.',
    {
      pattern: /^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,61}[a-z0-9]$/,
    },
  ),
  REDIS_URL: optionalText(
    'redis:// or rediss:// (with TLS), user and password where needed, host and port, /database',
    'Redis of CACHE=redis and QUEUE=redis.',
    { secret: true, pattern: /^rediss?:\/\/[^\s/]+(?:\/\d*)?$/ },
  ),
  FIRESTORE_EMULATOR_HOST: optionalText(
    'a host and a port',
    'Google’s emulator of Firestore; no credentials are sent to it.',
    { pattern: /^[a-zA-Z0-9.-]+:\d{1,5}$/ },
  ),
  STORAGE_EMULATOR_HOST: optionalText(
    'http:// or https://, a host and a port',
    'A stand-in for Google Cloud Storage; no credentials are sent to it.',
    { pattern: /^https?:\/\/[^/\s@?#]+$/ },
  ),
};
