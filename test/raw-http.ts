import { connect } from 'node:net';

/** An HTTP answer as it came over the wire; names of headers in small letters. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends bytes as they are, each piece on its own, and reads until the other side closes: the bytes ask for that with
 * `Connection: close`, or are too broken for a connection to go on. `end` also closes our half.
 */
export async function exchange(url: string, pieces: readonly string[], end = false): Promise<RawAnswer[]> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true, allowHalfOpen: true });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => (text += chunk));
  socket.once('error', reject).once('end', () => resolve(text));
  for (const piece of pieces) {
    await new Promise<void>((done) => socket.write(Buffer.from(piece, 'latin1'), () => setImmediate(done)));
  }
  if (end) socket.end();
  const answers = parseAnswers(await promise);
  socket.destroy();
  return answers;
}

/** The one answer of an exchange. */
export async function exchangeOne(url: string, ...pieces: readonly string[]): Promise<RawAnswer> {
  const [answer] = await exchange(url, pieces);
  if (!answer) throw new Error('The connection was closed without an answer.');
  return answer;
}

/** A request's head; `Host` and `Connection: close` are added. */
export const head = (line: string, headers: readonly string[] = []): string =>
  [`${line} HTTP/1.1`, 'Host: service', 'Connection: close', ...headers, '', ''].join('\r\n');

/** A request that hangs up: resolves once its bytes are sent, with what closes the connection. */
export async function dial(url: string, bytes: string): Promise<{ hangUp(): void }> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  socket.on('error', () => undefined);
  await new Promise<void>((done) => socket.write(bytes, () => done()));
  return { hangUp: () => void socket.destroy() };
}

/** The answers in what came over a connection. */
export function parseAnswers(text: string): RawAnswer[] {
  const answers: RawAnswer[] = [];
  for (let rest = text; rest !== '';) {
    const end = rest.indexOf('\r\n\r\n');
    const [statusLine = '', ...lines] = rest.slice(0, end).split('\r\n');
    const headers = Object.fromEntries(
      lines.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
    );
    const status = Number(statusLine.split(' ')[1]);
    const length = status === 100 ? 0 : Number(headers['content-length'] ?? Infinity);
    const body = rest.slice(end + 4, end + 4 + length);
    rest = rest.slice(end + 4 + body.length);
    if (status !== 100) answers.push({ status, headers, body });
  }
  return answers;
}
