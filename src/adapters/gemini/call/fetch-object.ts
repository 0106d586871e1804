/**
 * fetch() for the SDK, which writes into the JSON of an answer and breaks where that is `null` or a string: such an
 * answer arrived, so it is none of a connection that failed. It is read as an object in which there is no reply.
 */
export async function fetchObject(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  if (!response.ok) return response;
  const { status, headers } = response;
  const text = await response.text();
  return new Response(isScalar(text) ? '{}' : text, { status, headers });
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
