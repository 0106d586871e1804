/**
 * What every answer says to browsers, in the set of @fastify/helmet, which a test compares; decision 39 says why not by
 * that plugin. Pages that show something set a policy of their own in place of this one.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  // Data is no page: shown as one, it loads nothing, runs nothing and stands in no frame.
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  // Browsers heed it over TLS only, which ends at the proxy.
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const linesOf = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');

/** The same as lines of an answer. */
export const SECURITY_HEADER_LINES = linesOf(SECURITY_HEADERS);

const { 'content-security-policy': _policy, ...others } = SECURITY_HEADERS;
/** The lines of an answer with a policy of its own. */
export const LINES_BESIDE_A_POLICY = linesOf(others);
