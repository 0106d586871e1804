import fc from 'fast-check';
import { redact } from './redact.js';

const SECRET = 'S3cr3tValueThatNobodyMaySee';

describe('Free text on its way to a log', () => {
  it.each([
    [`Authorization: Bearer ${SECRET}`],
    [`authorization: Basic ${SECRET}==`],
    [`"authorization":"Bearer ${SECRET}"`],
    [`Authorization: ApiKey ${SECRET}, more ${SECRET}`],
    [`Cookie: session=${SECRET}; theme=dark; other=${SECRET}`],
    [`set-cookie: ${SECRET}`],
    [`X-API-Key: ${SECRET}`],
    [`x-goog-api-key: ${SECRET}`],
    [`GEMINI_API_KEY=${SECRET}`],
    [`{"apiKey":"${SECRET}"}`],
    [`{\\"apiKey\\":\\"${SECRET}\\"}`],
    [`{ api_key: '${SECRET}' }`],
    [`password = ${SECRET}`],
    [`OPS_TOKEN="${SECRET}"`],
    [`client_secret=${SECRET}&x=1`],
    [`bearer ${SECRET}`],
    [`redis://user:${SECRET}@host:6379`],
    [`redis://:${SECRET}@host:6379`],
    [`redis://user:p@${SECRET}@host:6379/1`],
    [`redis://user:p/${SECRET}@host`],
    [`password: "two words ${SECRET}"`],
    [`{"token":"one two ${SECRET}"}`],
    [`connect to https://${SECRET}:x@host failed`],
    [`GET https://host/path?anything=${SECRET}`],
    [`GET /path?${SECRET}`],
    [`GET /path?a[]=${SECRET}&b=${SECRET}`],
    [`GET /path?%61=${SECRET}`],
    [`-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----`],
    [`-----BEGIN RSA PRIVATE KEY-----\n${SECRET}\nand cut off`],
  ])('loses the secret in %s', (text) => {
    expect(redact(`before ${text} after`)).not.toContain(SECRET);
  });

  it.each([
    ['AIzaSyA1234567890abcdefghijklmnopqrstuv'],
    ['AQ.Ab8RN6abcdefghijklmnopqrstuvwxyz012345'],
    ['ya29.a0AfH6SMBxxxxxxxxxxxx'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.abcDEF-_123'],
    ['ghp_0123456789abcdefghijABCDEFGHIJ012345'],
    ['sk-proj-0123456789abcdefghij'],
  ])('loses what is a key by its looks: %s', (key) => {
    expect(redact(`It said ${key}.`)).not.toContain(key.slice(0, 16));
  });

  it.each([
    ['Cannot read properties of undefined (reading "key")'],
    ['The company Monkey Business is not known'],
    ['connect ECONNREFUSED 127.0.0.1:6379'],
    ['Is it so? Yes: a ? b : c, x?.y, a ?? b'],
    ['    at read (/app/dist/analysis/report.js:12:34)\n    at async Promise.all (index 3)'],
    ['https://host:443/path is not there'],
  ])('keeps what is none: %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('shows no control, bidirectional or invisible characters but tab and line feed', () => {
    const hostile = 'a\u001b[31mred\u0000\r\u0007\u009b31m\u202eevil\u2066\u200b\u2028\ufeff\tb\nc';
    expect(redact(hostile)).toBe('a�[31mred����31m�evil����\tb\nc');
  });

  it('is at most 8,000 characters, whatever comes in, and takes no long time for it', () => {
    const worst = [
      'a'.repeat(1e6),
      '?a='.repeat(3e5),
      '-----BEGIN '.repeat(1e5),
      'key='.repeat(3e5),
      '://a:'.repeat(2e5),
      'Bearer '.repeat(2e5),
      ' '.repeat(1e6),
      '"'.repeat(1e6),
    ];
    for (const text of worst) expect(redact(text).length).toBeLessThanOrEqual(8000);
  });

  it('loses a secret that stands where the text is cut', () => {
    for (let before = 7900; before < 8010; before += 1)
      expect(redact(`${'x'.repeat(before)} token=${SECRET}`)).not.toContain('S3cr');
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => redact(text).length <= 8000));
  });
});
