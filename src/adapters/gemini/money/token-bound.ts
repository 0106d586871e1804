/** Words of letters are rarely cut finer than this; each digit and each mark can be a token. */
const LETTERS_PER_TOKEN = 2;
const ASCII_LETTERS = /[A-Za-z\s]+/g;

/**
 * More tokens than a text can reasonably make: ASCII letters and blanks count a half, other ASCII characters one, all
 * others their UTF-8 bytes, which is what the tokenizer falls back to. English comes to about twice its real count.
 */
export function tokenBound(text: string): number {
  const rest = text.replace(ASCII_LETTERS, '');
  return Math.ceil((text.length - rest.length) / LETTERS_PER_TOKEN) + Buffer.byteLength(rest);
}

/** As much of a text, from its beginning, as stays within the bound. */
export function clipToTokens(text: string, tokens: number): string {
  // No character counts more than its bytes.
  if (Buffer.byteLength(text) <= tokens) return text;
  let clipped = text;
  for (let bound = tokenBound(clipped); bound > tokens; bound = tokenBound(clipped)) {
    clipped = clipped.slice(0, Math.floor((clipped.length * tokens) / bound));
  }
  return clipped;
}
