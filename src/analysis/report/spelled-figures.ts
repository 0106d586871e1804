const SMALL =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const VALUES = new Map([
  ...SMALL.map((word, index) => [word, index + 1] as const),
  ...TENS.map((word, index) => [word, (index + 2) * 10] as const),
]);

const CARDINAL = `(?:(?:${TENS.join('|')})(?:[\\s-](?:${SMALL.slice(0, 9).join('|')}))?|${SMALL.join('|')})(?:[\\s-]hundred)?`;
const SCALE = '(?:thousand|million|billion|trillion)';
const UNIT = `(?:${SCALE}|percent|per\\scent|percentage\\spoints?|times|fold)`;
const PARTS: Readonly<Record<string, number>> = { half: 2, third: 3, quarter: 4, fifth: 5, tenth: 10 };

/** What a fraction may be of; a quarter of growth and the half of 2025 are periods. */
const OF_SOMETHING =
  /(?=\s(?:of|the|its|their|our|all)\b)(?!\s(?:of\s)?(?:\d|FY|fiscal|the\syear|consecutive|growth|decline|loss|profit))/
    .source;
/** What may follow "by a third"; in "by a third company" it counts companies. */
const ENDS_PHRASE =
  /(?=\s?(?:[.,;:!?)]|$)|\s(?:in|to|from|over|within|since|and|or|but|between|after|on|during|this|last|as|while|when|with|year)\b)/
    .source;
const AFTER_PERIOD =
  /(?<!\b(?:first|second|last|latter|other|better|former|next|previous|this|that|each|every|in|after|for|during|within)[\s-])/
    .source;
const OFTEN =
  /(?:(?<=\b(?:to|will|would|could|may|might|can|should)\s)(double|triple|quadruple)(?!\s(?:down|check|as)\b|-)|(double|triple|quadruple)(?=\s(?:the|its|their|our|that)\b))/
    .source;

/** Where the hint stands nowhere the pattern cannot either; it is found much faster, and most texts have none. */
type Rule = readonly [hint: RegExp, pattern: RegExp, replacement: (...groups: string[]) => string];

const rule = (hint: RegExp, pattern: string, replacement: Rule[2]): Rule => [
  hint,
  new RegExp(`\\b${pattern}`, 'giu'),
  replacement,
];

const OF_UNITS = /thousand|illion|cent|times|fold/iu;
const OF_SCALES = /thousand|illion/iu;
const OF_MULTIPLES = /doubl|tripl|trebl|quadrupl|quintupl/iu;
const OF_HALVES = /half/iu;
const OF_PARTS = /half|third|quarter|fifth|tenth/iu;

/** Words are taken for figures only beside what makes them one: "one of" and "the second half of 2025" are none. */
const RULES: readonly Rule[] = [
  rule(OF_HALVES, `(?:an?\\s)?half(?:\\san?)?[\\s-](${SCALE})\\b`, (_match, scale = '') => `0.5 ${scale}`),
  rule(OF_UNITS, `(${CARDINAL})(?=[\\s-]?${UNIT}\\b)`, (_match, words = '') => valueOf(words)),
  rule(/hundred/iu, `(?:an?\\s)hundred(?=[\\s-]?${UNIT}\\b)`, () => '100'),
  rule(OF_SCALES, `an?(?=\\s${SCALE}\\b)`, () => '1'),
  rule(OF_MULTIPLES, '(doubl|tripl|trebl|quadrupl|quintupl)(?:ed|ing)\\b', (_match, stem = '') =>
    timesOf(stem),
  ),
  rule(OF_MULTIPLES, OFTEN, (_match, one = '', other = '') => timesOf(one || other)),
  rule(/twice|thrice/iu, '(twice|thrice)\\b', (_match, word = '') => timesOf(word)),
  rule(/halv/iu, 'halv(?:ed|ing)\\b', () => '50%'),
  rule(OF_HALVES, `by\\shalf\\b${ENDS_PHRASE}`, () => 'by 50%'),
  rule(
    OF_PARTS,
    `by\\s(?:an?|one)[\\s-](half|third|quarter|fifth|tenth)\\b${ENDS_PHRASE}`,
    (_match, part = '') => `by ${share('one', part)}`,
  ),
  rule(
    OF_HALVES,
    '(than|nearly|almost|about|around|roughly|over|under)\\shalf\\b(?![\\s-]years?\\b|-)',
    (_match, before = '') => `${before} 50%`,
  ),
  rule(OF_HALVES, `${AFTER_PERIOD}half\\b${OF_SOMETHING}`, () => '50%'),
  rule(
    OF_PARTS,
    `${AFTER_PERIOD}(an?|one)[\\s-](half|third|quarter|fifth|tenth)\\b${OF_SOMETHING}`,
    (_match, _count = '', part = '') => share('one', part),
  ),
  rule(
    OF_PARTS,
    `(${SMALL.slice(1, 9).join('|')})[\\s-](third|quarter|fifth|tenth)s\\b${OF_SOMETHING}`,
    (_match, count = '', part = '') => share(count, part),
  ),
];

/** A text with its English figures in words written as digits: `forty percent` as `40 percent`, `tripled` as `3x`. */
export function digitsForWords(text: string): string {
  return RULES.reduce(
    (plain, [hint, pattern, replacement]) => (hint.test(plain) ? plain.replace(pattern, replacement) : plain),
    text,
  );
}

function valueOf(words: string): string {
  const parts = words.toLowerCase().split(/[\s-]/);
  const sum = parts.reduce((total, word) => total + (VALUES.get(word) ?? 0), 0);
  return String(parts.includes('hundred') ? sum * 100 : sum);
}

const TIMES: readonly (readonly [RegExp, number])[] = [
  [/^(?:doubl|twice)/i, 2],
  [/^(?:tripl|trebl|thrice)/i, 3],
  [/^quadrupl/i, 4],
  [/^quintupl/i, 5],
];

const timesOf = (word: string): string => `${TIMES.find(([pattern]) => pattern.test(word))?.[1] ?? ''}x`;

/** A third is 33 %, as reports round it. */
const share = (count: string, part: string): string =>
  `${Math.round((100 * Number(valueOf(count))) / (PARTS[part.toLowerCase()] ?? 1))}%`;
