/** An API key's owner, and the SHA-256 of the key as 64 hex digits; the key itself is never known. */
export interface ApiKey {
  readonly name: string;
  readonly sha256: string;
}

/** The client's name where the API is open to everybody; no key may have it. */
export const ANONYMOUS = 'anonymous';

export type Criticality = 'critical' | 'degrading' | 'informational';

const list = (raw: string) =>
  raw
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** What parseApiKeys takes, but for names and keys that are listed twice. */
export const API_KEYS_FORM = /^(?:\s*(?:[A-Za-z0-9_-]{1,64}:[0-9a-fA-F]{64})?\s*(?:,|$))*$/;

/** `name:sha256hex,…`. The parts are never quoted in an error: somebody may have put the key itself there. */
export function parseApiKeys(raw: string): readonly ApiKey[] {
  const keys = list(raw).map((part, index) => {
    const match = /^([A-Za-z0-9_-]{1,64}):([0-9a-fA-F]{64})$/.exec(part);
    if (!match?.[1] || !match[2]) throw new Error(`entry ${index + 1} is not name:sha256hex`);
    // Reports made while the API was open belong to that name.
    if (match[1] === ANONYMOUS) throw new Error(`entry ${index + 1} is named ${ANONYMOUS}, which is taken`);
    return { name: match[1], sha256: match[2].toLowerCase() };
  });
  if (new Set(keys.map(({ sha256 }) => sha256)).size < keys.length)
    throw new Error('one key is listed twice');
  return keys;
}

/** The same, also one to a line, with `#` before comments. A file without any key is refused: it would shut everybody out. */
export function parseKeyFile(text: string): readonly ApiKey[] {
  const keys = parseApiKeys(text.replace(/#.*$/gm, '').replace(/\r?\n/g, ','));
  if (keys.length === 0) throw new Error('it holds no key');
  return keys;
}

/** `check=criticality,…`. */
export function parseCriticalities(raw: string): Readonly<Record<string, Criticality>> {
  const pairs = list(raw).map((part) => {
    const match = /^([a-z0-9_]+)=(critical|degrading|informational)$/.exec(part);
    if (!match) throw new Error(`"${part}" is not check=critical, check=degrading or check=informational`);
    return [match[1], match[2]] as [string, Criticality];
  });
  const twice = pairs.find(([name], index) => pairs.findIndex(([other]) => other === name) !== index);
  if (twice) throw new Error(`"${twice[0]}" is listed twice`);
  return Object.fromEntries(pairs);
}

/** Origins of web pages, as browsers send them: `https://app.example.com`, with a port where it is not the scheme's own. */
export function parseOrigins(raw: string): readonly string[] {
  const origins = list(raw);
  const wrong = origins.find(
    (each) => !/^https?:/.test(each) || !URL.canParse(each) || new URL(each).origin !== each,
  );
  // Anybody's page could else read the reports of whoever looks at it.
  if (wrong !== undefined) throw new Error(`"${wrong}" is no origin such as https://app.example.com`);
  return origins;
}

/** `key=value,…`, the values percent-encoded. They are never quoted in an error: they may be secrets. */
export function parsePairs(raw: string): Readonly<Record<string, string>> {
  const pairs = list(raw).map((part, index) => {
    const [, key, value] = /^([^=\s]+)\s*=\s*(.*)$/.exec(part) ?? [];
    if (key === undefined || value === undefined) throw new Error(`entry ${index + 1} is not key=value`);
    return [key, decoded(value, index)] as const;
  });
  return Object.fromEntries(pairs);
}

function decoded(value: string, index: number): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new Error(`the value of entry ${index + 1} is not percent-encoded`);
  }
}

/** An address to call, without the slash at its end. Credentials and queries do not belong in it: they would be logged. */
export function parseServiceUrl(raw: string): string {
  const url = URL.canParse(raw) ? new URL(raw) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error('it is no http or https address');
  if (url.username || url.password || url.search || url.hash)
    throw new Error('it holds credentials, a query or a fragment');
  return url.href.replace(/\/$/, '');
}
