import { formatTraceparent, parseTraceparent } from './traceparent.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('A traceparent', () => {
  it.each(['00', '01'])('is read, and written the same, with the flags %s', (flags) => {
    const text = `00-${TRACE}-${SPAN}-${flags}`;
    const context = parseTraceparent(text);
    expect(context).toMatchObject({ traceId: TRACE, spanId: SPAN, traceFlags: Number(flags) });
    expect(context && formatTraceparent(context)).toBe(text);
  });

  it('of a later version is read as far as this one goes', () => {
    const context = parseTraceparent(`cc-${TRACE}-${SPAN}-ff-what-comes`);
    expect(context && formatTraceparent(context)).toBe(`00-${TRACE}-${SPAN}-01`);
  });

  it.each([
    undefined,
    '',
    'nonsense',
    `00-${TRACE}-${SPAN}`,
    `00-${TRACE}-${SPAN}-01-more`,
    `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    [`00-${TRACE}-${SPAN}-01`],
  ])('is none where it is %j', (text) => {
    expect(parseTraceparent(text)).toBeUndefined();
  });
});
