import { connectionLimit, servedAtOnce } from './connection-limit.js';

describe('Connections that the listener takes', () => {
  it.each([
    [160, 96],
    [1024, 768],
    [1_048_576, 786_432],
    [Infinity, Infinity],
    [40, 1],
  ])('are, of %d open files, %d', (openFiles, connections) => {
    expect(connectionLimit(openFiles)).toBe(connections);
  });

  it.each([
    [96, 86],
    [768, 691],
    [Infinity, Infinity],
    [1, 1],
  ])('are, where there are %d, left to probes beyond %d', (connections, served) => {
    expect(servedAtOnce(connections)).toBe(served);
  });

  it('follow the limit of the process', () => {
    expect(connectionLimit()).toBeGreaterThan(1);
  });
});
