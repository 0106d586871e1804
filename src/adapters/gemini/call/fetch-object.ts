import { GeminiFault } from './gemini-fault.js';

/** More than any reply: the longest that is asked for has some 100 kB. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * fetch() for the SDK, which reads an answer of any length, writes into the JSON of it and breaks where that is `null`
 * or a string: such an answer arrived, so it is none of a connection that failed. It is read as an object in which there
 * is no reply.
 * @throws GeminiFault `malformed_reply` where the answer does not end within 16 MiB
 */
export async function fetchObject(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  const { ok, status, headers } = response;
  const text = await boundedText(response);
  return new Response(ok && isScalar(text) ? '{}' : text || null, { status, headers });
}

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

/** Whether it is JSON, and neither an object nor a list; what is no JSON at all the SDK refuses. */
function isScalar(text: string): boolean {
  if (/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
