import { hideFacts } from './hide-facts.js';

const SECRET = 'S3cr3tValueThatNobodyMaySee';

describe('The facts of a log line', () => {
  it.each(['authorization', 'cookie', 'set-cookie', 'api_key', 'apiKey', 'token', 'password', 'secret'])(
    'lose %s, at the top and as deep as libraries put it',
    (name) => {
      const holder = { [name]: SECRET, other: 'kept' };
      const line = { event: 'e', ...holder, headers: holder, req: { headers: holder } };
      const text = JSON.stringify(hideFacts(line));
      expect(text).not.toContain(SECRET);
      expect(text.match(/kept/g)).toHaveLength(3);
      // Whoever logs goes on with what it has.
      expect(line.req.headers).toEqual(holder);
    },
  );

  it('are left as they are where none is secret', () => {
    const at = new Date(0);
    const facts = { event: 'e', n: 1, list: ['token'], none: null, nothing: undefined, at, deep: { a: {} } };
    expect(hideFacts(facts)).toBe(facts);
  });

  it('may refer to themselves', () => {
    const facts: Record<string, unknown> = { token: SECRET };
    facts.self = facts;
    expect(hideFacts(facts).token).toBe('[redacted]');
  });
});
