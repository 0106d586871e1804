import { readFileSync } from 'node:fs';

const ROW = /^\| (\d+) +\|[^|]+\| `([^`]+)`: "([^"]+)"/gm;
const rows = [...readFileSync('docs/acceptance.md', 'utf8').matchAll(ROW)].map(
  ([, number, file, title]) => [Number(number), file!, title!] as const,
);

it('All twenty acceptance cases are listed', () => {
  expect([...new Set(rows.map(([number]) => number))]).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 1),
  );
});

it.each(rows)('Case %d is shown by %s: %s', (_number, file, title) => {
  expect(readFileSync(file, 'utf8')).toContain(title);
});
