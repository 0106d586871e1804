import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { RawAnswer } from '../raw-http.js';

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const DEADLINE_MS = 10_000;
const agent = new Agent({ keepAlive: true });

/** Sends what fetch() would refuse to, or put right. @throws Error where no answer came in time */
export async function send(url: string, { method, path, headers = {}, body }: Sent): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const { hostname, port } = new URL(url);
  const signal = AbortSignal.timeout(DEADLINE_MS);
  request({ hostname, port, method, path, headers, agent, signal }, (answer) => {
    text(answer).then(
      (read) =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers as Record<string, string>,
          body: read,
        }),
      reject,
    );
  })
    .once('error', reject)
    .end(body);
  return promise;
}

/** A POST of JSON. */
export const posted = (path: string, body: string): Sent => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) },
  body,
});
