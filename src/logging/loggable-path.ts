/** Where the part ends that may be written: at a query, fragment or matrix parameters, also percent-encoded ones. */
const END = /[?#;]|%(?:3f|23|3b)/i;
/** A request target in absolute form may hold a user name and a password. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/** The path of a request target as it may be logged: without origin and query; at most 500 characters. */
export function loggablePath(target: string): string {
  const path = target.charCodeAt(0) === 47 ? target : target.replace(ORIGIN, '');
  const end = path.search(END);
  return (end === -1 ? path : path.slice(0, end)).slice(0, 500);
}
