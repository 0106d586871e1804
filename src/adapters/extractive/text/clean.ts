/**
 * A passage as a reader would say it: without Markdown's marks, bullets and line breaks. The report's check of
 * quotes cleans in the same way, so that a cleaned sentence counts as verbatim.
 */
export function clean(passage: string): string {
  return passage
    .replace(/^[ \t]*(?:[-*+•‣]|\d{1,3}[.)]|#{1,6}|>)[ \t]+/gmu, '')
    .replace(/!?\[([^\][]{0,300})\]\([^)\s]{0,300}\)/g, '$1')
    .replace(/(\*\*|__|`)(?=\S)([^*_`]{1,500}?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}])([*_])(?=\S)([^*_]{1,500}?)(?<=\S)\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(/\s+/g, ' ')
    .trim();
}
