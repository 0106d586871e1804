const HIDDEN = '[redacted]';

/** Names of facts that are never written, however they got into a log call. */
const SECRET_NAMES: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'set-cookie',
  'api_key',
  'apiKey',
  'token',
  'password',
  'secret',
]);
/** How deep libraries put them: headers within a request within a line. */
const DEPTH = 3;

type Facts = Record<string, unknown>;

/**
 * The facts of a line without secrets; the same object where it holds none. Pino's own redaction costs more than
 * all the rest of a line, since it follows each of its paths for each line.
 */
export function hideFacts(facts: Facts, depth = DEPTH): Facts {
  let copy: Facts | undefined;
  for (const [name, value] of Object.entries(facts)) {
    const kept = SECRET_NAMES.has(name) ? HIDDEN : within(value, depth - 1);
    if (kept !== value) (copy ??= { ...facts })[name] = kept;
  }
  return copy ?? facts;
}

const within = (value: unknown, depth: number): unknown =>
  depth > 0 && isPlain(value) ? hideFacts(value, depth) : value;

/** What writes itself into JSON, e.g. a date, is left to it. */
const isPlain = (value: unknown): value is Facts =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('toJSON' in value);
