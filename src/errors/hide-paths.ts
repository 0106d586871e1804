const HIDDEN = '<path>';

/** A path in quotes may hold spaces; a bare one ends at them. Drives and network shares are Windows' ways of writing it. */
const PATHS: readonly RegExp[] = [
  /(?<=(["'`]))(?:file:|\/|[a-z]:[\\/]|\\\\)[^"'`\n]{0,4096}(?=\1)/gi,
  /\bfile:\/{1,3}[^\s"'`()<>,;]+/gi,
  /(?<![\w.~%:/<-])\/+[^\s"'`()<>,;:/][^\s"'`()<>,;:]*/g,
  /(?<=[\w.~%-]:)\/(?!\/)[^\s"'`()<>,;:]+/g,
  /(?<!\w)[a-z]:[\\/][^\s"'`()<>,;:]+|\\\\[^\s"'`()<>,;:]+/gi,
];

/** An error's message without absolute paths of files, also as file: URLs. Other URLs stay as they are. */
export const hidePaths = (text: string): string =>
  PATHS.reduce((rest, pattern) => rest.replace(pattern, HIDDEN), text);
