const LINE_END = /[\n\r\u2028\u2029]/;
/** A run of blanks that is not one space: most are, and need no replacing. */
const NOT_ONE_SPACE = /[^\S ]\s*| \s+/g;
const BULLET = /^[ \t]*(?:[-*+•‣]|\d{1,3}[.)]|#{1,6}|>)[ \t]+/u;

/** A passage as a reader would say it: without Markdown's marks, bullets and line breaks. */
export function plainText(passage: string): string {
  return withoutBullets(passage)
    .replace(/!?\[([^\]]{0,500})\]\([^)\s]{0,500}\)/g, '$1')
    .replace(/(\*\*|__|`)(?=\S)([^*_`]{1,500}?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}])([*_])(?=\S)([^*_]{1,500}?)(?<=\S)\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(NOT_ONE_SPACE, ' ')
    .trim();
}

/** Line by line: one expression for all lines looks for the begin of one at every character. */
const withoutBullets = (passage: string): string =>
  passage
    .split(LINE_END)
    .map((line) => line.replace(BULLET, ''))
    .join('\n');
