const HIDDEN = '[redacted]';
/** Long enough for any stack; what is cut off is cut before the search, so that no text costs more than this. */
const SEARCHED = 64_000;
const KEPT = 8000;

/** A word that says that a secret follows, also inside a longer name such as GEMINI_API_KEY or x-goog-api-key. */
const NAME = String.raw`(?:api[_-]?key|key|token|secret|password|passwd|pwd|credentials?|signature)`;
/** What stands between a name and its value: in prose, JSON (also JSON within JSON), headers, assignments. */
const LINK = String.raw`\\?["']?\s{0,3}[=:]\s{0,3}\\?["']?`;

/** Shapes of secrets in free text, the most telling first. */
const SECRETS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{0,8000}?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g,
  // Whole header lines: their schemes and separators differ too much to tell the secret part.
  new RegExp(String.raw`(?<=\b(?:authorization|cookie)${LINK})[^\r\n"']{2,}`, 'gi'),
  /\b(?:Bearer|Basic) {1,3}[A-Za-z0-9._~+/=-]{3,}/gi,
  // In quotes it may hold blanks.
  new RegExp(String.raw`(?<=${NAME}\\?["']?\s{0,3}[=:]\s{0,3})\\?(["'])(?:(?!\1)[^\r\n\\]){3,}`, 'gi'),
  new RegExp(String.raw`(?<=${NAME}${LINK})[^\s"'&,;}\\]{3,}`, 'gi'),
  // Google API keys, Google and JWT tokens, and the marked keys of other services.
  /\bAIza[0-9A-Za-z_-]{20,}|\bAQ\.[0-9A-Za-z_-]{20,}|\bya29\.[0-9A-Za-z_-]{10,}/g,
  /\beyJ[0-9A-Za-z_-]{5,}\.[0-9A-Za-z_-]{5,}(?:\.[0-9A-Za-z_-]*)?/g,
  /\b(?:sk|pk|rk|ghp|gho|ghs|glpat|xox[a-z]|AKIA)[-_]?[0-9A-Za-z_-]{16,}/g,
  // Credentials in URLs, and query strings.
  /(?<=:\/\/)[^\s/@:"']{0,200}:[^\s"']{1,200}(?=@)/g,
  /(?<=[\w/%.~-])\?(?![.?:])[^\s"'<>)]{2,}/g,
];

/** Control characters but tab and line feed, and what reorders or hides text: a terminal or viewer would obey them. */
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Free text (an error's message, a stack) without what looks like a secret or a query string; at most 8,000 characters. */
export function redact(text: string): string {
  const printable = text.slice(0, SEARCHED).replace(UNPRINTABLE, '\ufffd');
  return SECRETS.reduce((rest, pattern) => rest.replace(pattern, HIDDEN), printable).slice(0, KEPT);
}
