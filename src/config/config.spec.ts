import { ConfigInvalid, type Environment, parseConfig } from './config.js';

const KEY = `alice:${'a'.repeat(64)}`;
const TOKEN = 'an-operators-token';

function faultsOf(environment: Environment): readonly string[] {
  try {
    parseConfig(environment);
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.faults;
    throw error;
  }
  return [];
}

describe('The configuration', () => {
  it('of an empty environment is a service on a laptop', () => {
    expect(parseConfig({})).toMatchObject({
      ENVIRONMENT: 'development',
      HOST: '0.0.0.0',
      PORT: 8080,
      LOG_LEVEL: 'INFO',
      LOG_FORMAT: 'json',
      ENABLE_METRICS: true,
      METRICS_PORT: undefined,
      HEALTH_CHECK_TIMEOUT: 5,
      HEALTH_CACHE_TTL: 2,
      GRACEFUL_SHUTDOWN_TIMEOUT: 30,
      SHUTDOWN_DELAY: 0,
      REQUEST_TIMEOUT: 300,
      API_KEYS: [],
      OPS_TOKEN: undefined,
      RATE_LIMIT_PER_HOUR: 0,
      ANALYSIS_ENGINE: 'auto',
      DATABASE: 'embedded',
      CACHE: 'embedded',
      STORAGE: 'embedded',
      DATA_DIR: './data',
    });
  });

  it('takes other defaults in production, where it is given a key and a token', () => {
    const config = parseConfig({ ENVIRONMENT: 'production', API_KEYS: KEY, OPS_TOKEN: TOKEN });
    expect(config).toMatchObject({ SHUTDOWN_DELAY: 5, RATE_LIMIT_PER_HOUR: 10 });
    const open = { ENVIRONMENT: 'production', API_KEYS: KEY, OPS_TOKEN: TOKEN, RATE_LIMIT_PER_HOUR: '0' };
    expect(parseConfig(open).RATE_LIMIT_PER_HOUR).toBe(0);
  });

  it('takes an empty value for one that is not set', () => {
    expect(parseConfig({ PORT: '', METRICS_PORT: '', OPS_TOKEN: '' })).toMatchObject({
      PORT: 8080,
      METRICS_PORT: undefined,
      OPS_TOKEN: undefined,
    });
  });

  it('names every fault at once, with what was given and what is allowed, and no secret', () => {
    const faults = faultsOf({
      ENVIRONMENT: 'production',
      PORT: '99999',
      LOG_LEVEL: 'verbose',
      ENABLE_METRICS: 'yes',
      HEALTH_CRITICALITY: 'cache=vital',
      API_KEYS: 'my-secret-key',
      OPS_TOKEN: 'short',
      SHUTDOWN_DELAY: '30',
    });
    expect(faults).toEqual([
      'PORT is "99999"; allowed: a whole number from 0 to 65535',
      'LOG_LEVEL is "verbose"; allowed: DEBUG, INFO, WARNING, ERROR, CRITICAL',
      'ENABLE_METRICS is "yes"; allowed: true, false',
      expect.stringMatching(/^HEALTH_CRITICALITY is "cache=vital" \("cache=vital" is not .*\); allowed: /),
      'API_KEYS is a secret value (entry 1 is not name:sha256hex); allowed: name:sha256hex, comma-separated',
      'OPS_TOKEN is a secret value; allowed: 16 to 256 visible ASCII characters',
      'SHUTDOWN_DELAY is 30; allowed: less than GRACEFUL_SHUTDOWN_TIMEOUT, which is 30',
    ]);
    expect(faults.join()).not.toMatch(/my-secret-key|short/);
  });

  it('needs keys and a token in production', () => {
    expect(faultsOf({ ENVIRONMENT: 'production' })).toEqual([
      expect.stringContaining('API_KEYS is not set'),
      expect.stringContaining('OPS_TOKEN is not set'),
    ]);
  });

  it('needs no keys of clients where no client can call', () => {
    expect(faultsOf({ ENVIRONMENT: 'production', ROLE: 'worker', OPS_TOKEN: TOKEN })).toEqual([]);
  });

  it('keeps the delay inside the timeout, also where the delay is the default', () => {
    const production = { ENVIRONMENT: 'production', API_KEYS: KEY, OPS_TOKEN: TOKEN };
    expect(faultsOf({ ...production, GRACEFUL_SHUTDOWN_TIMEOUT: '4' })).toEqual([
      'SHUTDOWN_DELAY is 5; allowed: less than GRACEFUL_SHUTDOWN_TIMEOUT, which is 4',
    ]);
    expect(faultsOf({ ...production, GRACEFUL_SHUTDOWN_TIMEOUT: '6' })).toEqual([]);
  });

  it('needs a port for each listener', () => {
    expect(faultsOf({ PORT: '9090', METRICS_PORT: '9090' })).toEqual([
      expect.stringContaining('METRICS_PORT is 9090, the same as PORT'),
    ]);
    expect(faultsOf({ PORT: '0', METRICS_PORT: '0' })).toEqual([]);
  });

  it.each([
    ['ANALYSIS_ENGINE', 'gemini', 'GEMINI_API_KEY'],
    ['CACHE', 'redis', 'REDIS_URL'],
    ['QUEUE', 'redis', 'REDIS_URL'],
    ['STORAGE', 'gcs', 'GCS_BUCKET'],
  ])('needs for %s=%s also %s', (choice, value, name) => {
    expect(faultsOf({ [choice]: value })).toEqual([`${name} is not set; ${choice}=${value} needs it`]);
  });

  it('gives no links into a bucket where there is none', () => {
    expect(faultsOf({ DOWNLOAD_LINK_SECONDS: '60' })).toEqual([
      'DOWNLOAD_LINK_SECONDS is 60 and STORAGE is embedded; allowed: 0, or STORAGE=gcs',
    ]);
  });

  it('refuses a budget that no price lets it keep', () => {
    const unpriced = { DAILY_BUDGET_USD: '5', GEMINI_API_KEY: 'a-long-enough-key', GEMINI_MODEL: 'gemini-x' };
    expect(faultsOf(unpriced)).toEqual([
      'DAILY_BUDGET_USD is set, and gemini-x has no price; allowed: a price for it in GEMINI_PRICES',
    ]);
    const prices = JSON.stringify({ 'gemini-x': { input: 1, cached: 1, output: 2 } });
    expect(parseConfig({ ...unpriced, GEMINI_PRICES: prices }).DAILY_BUDGET_USD).toBe(5);
    expect(parseConfig({ ...unpriced, DAILY_BUDGET_USD: '0' }).DAILY_BUDGET_USD).toBe(0);
  });

  it('cannot be changed by whoever reads it', () => {
    expect(Object.isFrozen(parseConfig({}))).toBe(true);
  });

  it('shows no more of a value than helps to find it', () => {
    expect(faultsOf({ PORT: '9'.repeat(5000) })[0]?.length).toBeLessThan(200);
  });
});
