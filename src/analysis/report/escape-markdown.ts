/**
 * Text as Markdown shows it letter by letter: CommonMark (0.31, section 2.4) lets every ASCII punctuation mark be
 * escaped. Only what would mean something is: `AT&T` stays `AT&T`, and no address becomes a link by itself.
 */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/:(?=\/\/)|(?<=\bwww)\.|@(?=\w)/gi, '\\$&')
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2');
