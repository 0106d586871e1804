import { RecentBodies } from './recent-bodies.js';

const MIB = 1024 * 1024;
const body = (text: string) => Buffer.from(text);

describe('Bodies that come again', () => {
  it('are the same frozen object, at any depth', () => {
    const recent = new RecentBodies();
    const value = { sources: [{ id: 'a' }] };
    recent.keep(body('{"sources":[{"id":"a"}]}'), value);
    expect(recent.find(body('{"sources":[{"id":"a"}]}'))).toBe(value);
    expect(() => (value.sources[0]!.id = 'b')).toThrow(TypeError);
    expect(() => value.sources.push({ id: 'c' })).toThrow(TypeError);
  });

  it('are told from others by every byte', () => {
    const recent = new RecentBodies();
    recent.keep(body('{"a":1}'), { a: 1 });
    expect(recent.find(body('{"a":2}'))).toBeUndefined();
    expect(recent.find(body('{"a":1} '))).toBeUndefined();
    recent.keep(body('{"a":2}'), { a: 2 });
    expect(recent.find(body('{"a":2}'))).toEqual({ a: 2 });
  });

  it('are forgotten where others took their room, the one that was used longest ago first', () => {
    const recent = new RecentBodies();
    const bodies = [1, 2, 3, 4].map((more) => Buffer.alloc(MIB - more));
    for (const bytes of bodies) recent.keep(bytes, {});
    recent.find(bodies[0]!);
    recent.keep(Buffer.alloc(MIB), {});
    const known = bodies.map((bytes) => recent.find(bytes) !== undefined);
    expect(known).toEqual([true, false, true, true]);
  });

  it('are read anew where they have too many parts to be frozen', () => {
    const recent = new RecentBodies();
    const text = JSON.stringify(Array.from({ length: 200_000 }, () => []));
    recent.keep(body(text), JSON.parse(text));
    expect(recent.find(body(text))).toBeUndefined();
  });
});
