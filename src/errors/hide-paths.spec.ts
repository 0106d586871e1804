import { hidePaths } from './hide-paths.js';

describe('hidePaths', () => {
  it.each([
    [
      "ENOENT: no such file or directory, open '/home/ann/my data/a.json'",
      "ENOENT: no such file or directory, open '<path>'",
    ],
    ["EXDEV: link '/a/b.part' -> '/c/d.json'", "EXDEV: link '<path>' -> '<path>'"],
    ['Cannot find module "/srv/app/dist/x.js"', 'Cannot find module "<path>"'],
    ['at /srv/app/dist/x.js:12:5, then /etc/passwd', 'at <path>:12:5, then <path>'],
    ['(/srv/app) failed=/srv/b; see:/srv/c', '(<path>) failed=<path>; see:<path>'],
    ['no file:///srv/app/a%20b.js here', 'no <path> here'],
    ["no 'file:///srv/app/a b.js' here", "no '<path>' here"],
    ['C:\\Users\\ann\\a.json is gone', '<path> is gone'],
    ["open 'D:/my data/a.json'", "open '<path>'"],
    ['\\\\server\\share\\a.json', '<path>'],
    ['/', '/'],
  ])('cuts %s', (text, rest) => {
    expect(hidePaths(text)).toBe(rest);
  });

  it.each([
    'The ledger is out of balance',
    'Call to https://host:8080/x/y failed',
    'redis://cache:6379/0 is away',
    '3/4 of all, and/or 1 / 2',
    'text/markdown; charset=utf-8',
    'node:fs, x: y, a\\b',
  ])('leaves "%s" as it is', (text) => {
    expect(hidePaths(text)).toBe(text);
  });
});
