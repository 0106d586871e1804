import { describeError } from './describe-error.js';

class LedgerTorn extends Error {}

describe('What a log line says of an error', () => {
  it('is its class, its message, its code and its stack', () => {
    const error = Object.assign(new LedgerTorn('page 7'), { code: 'E_TORN' });
    expect(describeError(error)).toEqual({
      error_type: 'LedgerTorn',
      error_message: 'page 7',
      error_code: 'E_TORN',
      stack: expect.stringContaining('describe-error.spec'),
    });
  });

  it('is nothing where nothing was thrown', () => {
    expect(describeError(undefined)).toEqual({});
  });

  it('tells the causes, one after the other, and does not follow a circle for ever', () => {
    const error = new Error('outer', { cause: new Error('middle', { cause: new Error('inner') }) });
    expect(describeError(error).stack).toMatch(
      /outer[^]*Caused by: Error: middle[^]*Caused by: Error: inner/,
    );
    const circle = new Error('circle');
    circle.cause = circle;
    expect(describeError(circle).error_message).toBe('circle');
  });

  it('tells all that an AggregateError gathered', () => {
    const error = new AggregateError([new Error('by IPv4'), new Error('by IPv6')], 'no way');
    expect(describeError(error).stack).toMatch(/no way[^]*by IPv4[^]*by IPv6/);
  });

  it('tells an AbortError, which is no native error', () => {
    const error = AbortSignal.abort().reason as unknown;
    expect(describeError(error)).toMatchObject({
      error_type: 'DOMException',
      error_message: expect.stringMatching(/abort/),
    });
  });

  it.each([
    ['a string', 'boom', 'string', 'boom'],
    ['null', null, 'null', 'null'],
    ['a number', 7, 'number', '7'],
    ['a symbol', Symbol('s'), 'symbol', 'Symbol(s)'],
    ['an object', { a: 1 }, 'object', '{"a":1}'],
    [
      'an object without a prototype',
      Object.assign(Object.create(null) as object, { a: 1 }),
      'object',
      '{"a":1}',
    ],
  ])('is the kind and the text of %s', (_name, thrown, error_type, error_message) => {
    expect(describeError(thrown)).toMatchObject({
      error_type,
      error_message,
      stack: expect.stringMatching(/^None/),
    });
  });

  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const guarded = (name: string) =>
    Object.defineProperty(new Error('x'), name, {
      get: () => {
        throw new Error('not to be read');
      },
    });

  it.each([
    ['a circle', circular],
    ['a big integer in an object', { a: 1n }],
    ['an error whose message cannot be read', guarded('message')],
    ['an error whose stack cannot be read', guarded('stack')],
    ['an error whose cause cannot be read', guarded('cause')],
    ['an error without a constructor', Object.assign(new Error('x'), { constructor: undefined })],
    ['an error whose message is none', Object.assign(new Error('x'), { message: { a: 1 } })],
    ['an error whose stack is none', Object.assign(new Error('x'), { stack: 7 })],
    [
      'what throws when it is asked',
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('no');
          },
        },
      ),
    ],
  ])('never throws, not even for %s', (_name, thrown) => {
    expect(Object.values(describeError(thrown)).map((fact) => typeof fact)).toEqual([
      'string',
      'string',
      'string',
    ]);
  });

  it('holds no secret, neither in the message nor in a cause', () => {
    const error = new Error('token=abcdefgh', { cause: new Error('GET https://h/p?key=abcdefgh') });
    expect(JSON.stringify(describeError(error))).not.toContain('abcdefgh');
  });
});
