import { GeminiFault } from './gemini-fault.js';

/** More than any reply: the longest that is asked for has some 100 kB. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * fetch() for the SDK, which reads an answer of any length, writes into the JSON of it and takes an answer that is none for
 * a connection that failed.
 * @throws GeminiFault `rejected` where it is sent elsewhere; `malformed_reply` where the upstream says that all is well
 * and what it sends is neither an object nor a list, or does not end within 16 MiB
 */
export async function fetchObject(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  // Followed, a redirect would take the key and the client's texts to whatever host it names.
  const response = await fetch(input, { ...init, redirect: 'manual' });
  if (isRedirect(response)) {
    await response.body?.cancel();
    throw new GeminiFault('rejected', response.status);
  }
  const value = objectIn(await boundedText(response));
  if (response.ok && value === null) throw new GeminiFault('malformed_reply', response.status);
  return answered(value ?? {}, response);
}

const isRedirect = ({ status }: Response) => status >= 300 && status < 400;

/** Read and parsed already. */
const answered = (value: object, { status, headers }: Response): Response =>
  Object.assign(new Response(null, { status, headers }), { json: () => Promise.resolve(value) });

/** Unpacked bytes are counted: a few that were sent can become many. */
async function boundedText({ body, status }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const parts: AsyncIterable<Uint8Array> | readonly Uint8Array[] = body ?? [];
  for await (const chunk of parts) {
    bytes += chunk.byteLength;
    // To leave the loop cancels the body, which closes the connection.
    if (bytes > MOST_BYTES) throw new GeminiFault('malformed_reply', status);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** Null where the text is no JSON, or JSON of something else. */
function objectIn(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
