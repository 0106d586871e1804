import { connect } from 'node:net';
import fc from 'fast-check';

/** Bytes of one connection, in the pieces in which they are sent; latin1, a character a byte. */
export type Pieces = readonly string[];

const BODY = '{"company":"Acme"}';
const GET = 'GET /health/live HTTP/1.1\r\nHost: service\r\nX-Request-ID: fuzz-1\r\n\r\n';
const POST = `POST /analyze/estimate HTTP/1.1\r\nHost: service\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;
const CHUNKED =
  'POST /analyze/estimate HTTP/1.1\r\nHost: service\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n' +
  '9\r\n{"company\r\n9\r\n":"Acme"}\r\n0\r\n\r\n';
const LIST = 'GET /jobs?limit=2 HTTP/1.1\r\nHost: service\r\nAccept: */*\r\n\r\n';

/** Requests that are wrong as a whole. */
const WRONG = [
  POST.replace('Content-Length: 18', 'Content-Length: -1'),
  POST.replace('Content-Length: 18', 'Content-Length: 18\r\nContent-Length: 5'),
  POST.replace('Content-Length: 18', 'Content-Length: 99999999999999999999'),
  CHUNKED.replace('chunked', 'chunked\r\nContent-Length: 4'),
  CHUNKED.replace('chunked', 'gzip, chunked'),
  CHUNKED.replace('9\r\n', 'zz\r\n'),
  CHUNKED.replace('9\r\n', 'ffffffffffffffffff\r\n'),
  CHUNKED.replace('9\r\n', '9;ext="\x00"\r\n'),
  GET.replace('\r\n\r\n', `\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`),
  GET.replace('\r\n\r\n', `\r\n${'X-Many: 1\r\n'.repeat(3000)}\r\n`),
  GET.replace('/health/live', `/${'a'.repeat(20_000)}`),
  GET.replace('Host: service', 'Host: service\r\nHost: other'),
  GET.replace('Host: service\r\n', ''),
  GET.replace('HTTP/1.1', 'HTTP/9.9'),
  GET.replace('/health/live', 'http://elsewhere.example/health/live'),
  GET.replace('GET /health/live', 'OPTIONS *'),
  GET.replace('GET /health/live', 'CONNECT elsewhere.example:443'),
  GET.replace('\r\n\r\n', '\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
  GET.replace('\r\n\r\n', '\r\nExpect: 100-continue\r\n\r\n'),
  GET.replaceAll('\r\n', '\n'),
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  '\r\n\r\n\r\n',
];

const some = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(GET, POST, CHUNKED, LIST) },
  { weight: 2, arbitrary: fc.constantFrom(...WRONG) },
);
const bytes = fc.oneof(
  fc.constantFrom(
    '\r\n',
    '\n',
    '\r',
    '\x00',
    ':',
    ' ',
    '\x80\xff',
    '0\r\n\r\n',
    'X-Request-ID: a b\r\n',
    '%',
  ),
  fc
    .array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 8 })
    .map((all) => String.fromCharCode(...all)),
);

/** Puts `other` in the place of up to 8 bytes: a change, an insertion or a deletion. */
const changed = (text: string, [at, length, other]: [number, number, string]) => {
  const place = at % (text.length + 1);
  return text.slice(0, place) + other + text.slice(place + length);
};
const change = fc.tuple(fc.nat(), fc.nat(8), fc.oneof(bytes, fc.constant('')));

const cut = (text: string, places: readonly number[]): Pieces => {
  const sorted = places.map((place) => place % (text.length + 1)).sort((a, b) => a - b);
  return [0, ...sorted]
    .map((start, index) => text.slice(start, sorted[index]))
    .filter((piece) => piece !== '');
};

/** Pipelined requests, right and wrong, some bytes of them changed, cut in the middle of anything. */
export const connections: fc.Arbitrary<Pieces> = fc
  .tuple(
    fc.array(some, { minLength: 1, maxLength: 4 }),
    fc.array(change, { maxLength: 4 }),
    fc.array(fc.nat(), { maxLength: 4 }),
  )
  .map(([requests, changes, places]) => cut(changes.reduce(changed, requests.join('')), places));

const QUIET_MS = 60;
const DEADLINE_MS = 10_000;

/**
 * What came back until the other side closed. A request that is not complete gets no answer: where nothing comes for a
 * while, our half is closed, and the other one has to follow. @throws Error where it does not
 */
export async function conversation(url: string, pieces: Pieces): Promise<string> {
  const socket = connect({
    host: '127.0.0.1',
    port: Number(new URL(url).port),
    noDelay: true,
    allowHalfOpen: true,
  });
  let text = '';
  const quiet = setTimeout(() => socket.end(), QUIET_MS);
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
    quiet.refresh();
  });
  const { promise: closed, resolve } = Promise.withResolvers<boolean>();
  const late = setTimeout(resolve, DEADLINE_MS, true);
  // A server that closes with bytes of ours unread resets the connection: what it said before counts.
  socket.on('error', () => undefined).once('close', () => resolve(false));
  socket.once('end', () => socket.end());
  for (const piece of pieces)
    await new Promise<void>((done) => socket.write(piece, 'latin1', () => setImmediate(done)));
  const stillOpen = await closed;
  clearTimeout(quiet);
  clearTimeout(late);
  socket.destroy();
  if (stillOpen) throw new Error('The connection was not closed.');
  return text;
}
