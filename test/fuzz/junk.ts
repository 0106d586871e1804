import fc from 'fast-check';

/** Values that have broken other services. */
const NOTORIOUS = [
  null,
  '',
  ' ',
  -1,
  0.1,
  1e308,
  2 ** 53,
  '\u0000',
  '\ud800',
  '\u202e',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '%00',
  "' OR 1=1 --",
  '${7*7}',
  '<script>',
  'NaN',
  '🦊'.repeat(50),
  'a'.repeat(5000),
  [],
  {},
] as const;

/** What stands where something else was asked for. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...NOTORIOUS),
  fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }),
);

/** Bodies that say they are JSON: cut off, doubled, too deep, with keys that other parsers trip over. */
export const spoiledJson = (value: fc.Arbitrary<unknown>): fc.Arbitrary<string> => {
  const text = value.map((each) => JSON.stringify(each));
  return fc.oneof(
    { weight: 8, arbitrary: text },
    fc.tuple(text, fc.nat()).map(([whole, at]) => whole.slice(0, at % (whole.length + 1))),
    text.map((whole) => whole + whole),
    text.map((whole) => `\ufeff${whole}`),
    text.map((whole) => whole.replace('{', '{"__proto__":{"company":"Acme"},')),
    text.map((whole) => whole.replace('{', '{"constructor":{"prototype":{"company":"Acme"}},')),
    fc.constantFrom('['.repeat(20_000), '{"a":'.repeat(5000), '', '""', '0', '[1,]', "{'a':1}", 'null'),
    fc.string({ unit: 'binary', maxLength: 100 }),
  );
};
