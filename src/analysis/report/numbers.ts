import { digitsForWords } from './spelled-figures.js';

/** Digits with their separators: a point, a comma, an apostrophe, or a space that does not break. */
const NUMBER = /\d(?:[\d.,'’\u00a0\u202f]*\d)?/.source;
const PERCENT =
  /\s?(?:%|٪|percent\b|per cent\b|pct\b|percentage points?\b|Prozent\b|pour cent\b|por ciento\b)/u.source;
const SCALE =
  /(?:bn|mn|tn|[kmb])\b|[\s-]?(?:thousand|million|billion|trillion|mio|mrd|milliard|miliard|millón|mille)\p{L}*/u
    .source;
const TIMES = /[\s-]?(?:times|fold)\b|x\b|\s?×/u.source;
const QUANTITY = new RegExp(`(${NUMBER})(?:(${PERCENT})|(${SCALE})|(${TIMES}))?`, 'giu');
/** From here on a number before "times" is rather a year. */
const MOST_TIMES = 1000;

/** How far each unit moves the decimal point; German and French "Milliarde" is the English billion. */
const POWERS: readonly (readonly [RegExp, number])[] = [
  [/^(?:k$|thousand|mille$)/, 3],
  [/^(?:b$|bn|billion|mrd|milliard|miliard)/, 9],
  [/^(?:tn|trillion)/, 12],
  [/^(?:m$|mn|mio|mill)/, 6],
];

/** Zeros of the digits that reports are written in besides ASCII: Arabic, Persian, Devanagari, full width. */
const ZEROS = [0x660, 0x6f0, 0x966, 0xff10];

/** The figures of a text, in digits or in English words, each in one spelling: `1200`, `5%`, `1200000000`, `3x`. */
export function figuresIn(text: string): Set<string> {
  const matches = digitsForWords(asciiDigits(text)).matchAll(QUANTITY);
  return new Set([...matches].map(([, number = '', ...units]) => figure(number, units)));
}

/** Whether a claim's figure stands among those quoted: a bare number also with a unit, never the other way round. */
export const isQuoted = (figure: string, quoted: ReadonlySet<string>): boolean =>
  quoted.has(figure) || quoted.has(`${figure}%`) || quoted.has(`${figure}x`);

function figure(number: string, [percent, scale, times]: readonly (string | undefined)[]): string {
  const plain = canonical(number);
  if (percent !== undefined) return `${plain}%`;
  if (times !== undefined && Number(plain) < MOST_TIMES) return `${plain}x`;
  const unit = scale?.trim().replace(/^-/, '').toLowerCase() ?? '';
  const power = POWERS.find(([pattern]) => pattern.test(unit))?.[1];
  // Twelve digits keep 1.1 million from becoming 1100000.0000000002.
  return power === undefined ? plain : String(Number((Number(plain) * 10 ** power).toPrecision(12)));
}

/** Without thousands separators, leading zeros and trailing zeros after the point. */
function canonical(number: string): string {
  const joined = number.replace(/['’\u00a0\u202f]/g, '').replace(/,(?=\d{3}(?!\d))/g, '');
  const plain = joined.replace(/^(\d+),(\d+)$/, '$1.$2');
  return /^\d+(?:\.\d+)?$/.test(plain) ? String(Number(plain)) : plain;
}

const asciiDigits = (text: string) =>
  text.replace(/[٠-٩۰-۹०-९０-９]/g, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - (ZEROS.findLast((zero) => zero <= code) ?? code));
  });
