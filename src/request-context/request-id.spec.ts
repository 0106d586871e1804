import { requestIdOf, wasRejected } from './request-id.js';

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const sent = (value?: string) => ({ headers: value === undefined ? {} : { 'x-request-id': value } });

describe('A request ID', () => {
  it('is the client’s own where each of its characters is allowed, and no other character is', () => {
    const all = Array.from({ length: 0x180 }, (_each, code) => String.fromCharCode(code));
    const kept = all.filter((character) => requestIdOf(sent(`a${character}b`)) === `a${character}b`);
    expect(kept.join('')).toBe('+-./0123456789:=@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz');
  });

  it.each([
    [1, true],
    [128, true],
    [129, false],
    [0, false],
  ])('of %i characters is kept: %s', (length, kept) => {
    const id = 'a'.repeat(length);
    expect(requestIdOf(sent(id)) === id).toBe(kept);
    expect(wasRejected(sent(id), requestIdOf(sent(id)))).toBe(!kept);
  });

  it('is not fooled by a line feed at its end', () => {
    expect(requestIdOf(sent('abc\n'))).toMatch(UUID_V4);
  });

  it('is a UUID v4 where there is none, which nobody calls a rejection', () => {
    const made = requestIdOf(sent());
    expect(made).toMatch(UUID_V4);
    expect(wasRejected(sent(), made)).toBe(false);
  });

  it('is a new one where the header came twice: Node joins the two by a comma', () => {
    expect(requestIdOf(sent('one, two'))).toMatch(UUID_V4);
  });
});
