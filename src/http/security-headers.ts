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

/** The same as lines of an answer that is written by hand. */
export const SECURITY_HEADER_LINES = Object.entries(SECURITY_HEADERS)
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('');
