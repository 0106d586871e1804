import { API_KEYS_FORM, parseApiKeys, parseCriticalities, parseOrigins } from './parsers.js';

const HEX = 'a'.repeat(64);
const OTHER = 'B'.repeat(64);

describe('API_KEYS', () => {
  it('is a list of names and digests; blanks and case of the digits do not matter', () => {
    expect(parseApiKeys(` alice:${HEX} ,, bob-2:${OTHER},`)).toEqual([
      { name: 'alice', sha256: HEX },
      { name: 'bob-2', sha256: OTHER.toLowerCase() },
    ]);
    expect(parseApiKeys('')).toEqual([]);
  });

  it.each([
    ['', true],
    [` alice:${HEX} ,, bob-2:${OTHER},`, true],
    [`alice:${HEX}`, true],
    ['secret-key', false],
    [`alice:${HEX}0`, false],
    [`bob:${OTHER},a b:${HEX}`, false],
    [`bob:${OTHER}alice:${HEX}`, false],
  ])('has the form by which the chart judges: %j', (raw, allowed) => {
    expect(API_KEYS_FORM.test(raw)).toBe(allowed);
    const parsing = expect(() => parseApiKeys(raw));
    if (allowed) parsing.not.toThrow();
    else parsing.toThrow('is not name:sha256hex');
  });

  it('may give one client two keys, so that keys can be changed without a pause', () => {
    expect(parseApiKeys(`alice:${HEX},alice:${OTHER}`)).toHaveLength(2);
  });

  it('never quotes what it refuses: it may be the key itself', () => {
    const refused = ['secret-key', `alice:${HEX}0`, `:${HEX}`, `a b:${HEX}`, `alice:${HEX}:x`];
    for (const part of refused) {
      expect(() => parseApiKeys(`bob:${OTHER},${part}`)).toThrow('entry 2 is not name:sha256hex');
    }
  });

  it('refuses one key for two clients, and the name of whoever has none', () => {
    expect(() => parseApiKeys(`alice:${HEX},bob:${HEX.toUpperCase()}`)).toThrow('one key is listed twice');
    expect(() => parseApiKeys(`anonymous:${HEX}`)).toThrow('entry 1 is named anonymous, which is taken');
  });
});

describe('HEALTH_CRITICALITY', () => {
  it('is a list of checks and words', () => {
    expect(parseCriticalities('database=critical, cache=informational')).toEqual({
      database: 'critical',
      cache: 'informational',
    });
    expect(parseCriticalities('')).toEqual({});
  });

  it('says which part is wrong', () => {
    expect(() => parseCriticalities('cache=critical,storage=optional')).toThrow('"storage=optional" is not');
    expect(() => parseCriticalities('cache')).toThrow('"cache" is not');
    expect(() => parseCriticalities('cache=critical,cache=degrading')).toThrow('"cache" is listed twice');
  });
});

describe('CORS_ORIGINS', () => {
  it('is a list of origins as browsers write them', () => {
    expect(parseOrigins('https://app.example.com, http://localhost:3000')).toEqual([
      'https://app.example.com',
      'http://localhost:3000',
    ]);
    expect(parseOrigins('')).toEqual([]);
  });

  it.each([
    '*',
    'null',
    'app.example.com',
    'https://a.example/',
    'https://a.example/x',
    'https://A.example',
    'https://a:443',
    'file:///',
  ])('refuses what would never match, or match everybody: %s', (raw) => {
    expect(() => parseOrigins(raw)).toThrow('is no origin');
  });
});
