import { loggablePath } from './loggable-path.js';

describe('The path that a log line may show', () => {
  it.each([
    ['/engines', '/engines'],
    ['/reports?company=secret', '/reports'],
    ['/reports#secret', '/reports'],
    ['/reports;jsessionid=secret', '/reports'],
    ['/reports%3Ftoken=secret', '/reports'],
    ['/reports%3ftoken=secret', '/reports'],
    ['/reports%23secret', '/reports'],
    ['/reports%3Bid=secret', '/reports'],
    ['http://user:secret@host/engines?x', '/engines'],
    ['HTTPS://user:secret@host', ''],
    ['https://host?secret', ''],
    ['*', '*'],
    ['', ''],
  ])('of %s is %s', (target, path) => {
    expect(loggablePath(target)).toBe(path);
  });

  it('is at most 500 characters', () => {
    expect(loggablePath(`/${'a'.repeat(9000)}`)).toHaveLength(500);
  });
});
