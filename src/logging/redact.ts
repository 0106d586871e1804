const HIDDEN = '[redacted]';

/** Shapes of secrets in free text: Google API keys, bearer tokens, key=value pairs, credentials in URLs, private keys. */
const SECRETS: readonly RegExp[] = [
  /AIza[0-9A-Za-z_-]{20,}/g,
  /\b(?:Bearer|Basic) {1,3}[A-Za-z0-9._~+/=-]{6,}/gi,
  /(?<=\b(?:api[_-]?key|key|token|secret|password|passwd|authorization|cookie)["']?[=:] ?["']?)[^\s"'&,;}]{4,}/gi,
  /(?<=:\/\/)[^\s/@:]{1,200}:[^\s/@]{1,200}(?=@)/g,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{0,8000}?-----END [A-Z ]{0,30}PRIVATE KEY-----/g,
  /\?[A-Za-z0-9_.~-]{1,100}=[^\s"')]{1,2000}/g,
];

/** Free text (an error's message, a stack) without what looks like a secret or a query string; at most 8,000 characters. */
export function redact(text: string): string {
  return SECRETS.reduce((rest, pattern) => rest.replace(pattern, HIDDEN), text.slice(0, 8000));
}

/** Names of facts that are never written, however they got into a log call. */
export const REDACTED_FACTS = [
  'authorization',
  'cookie',
  'api_key',
  'apiKey',
  'token',
  'password',
  'secret',
].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
