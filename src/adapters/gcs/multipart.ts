import { randomUUID } from 'node:crypto';

/** RFC 2387: an object's metadata and its bytes in one request. */
export function multipart(
  metadata: object,
  type: string,
  bytes: Uint8Array,
): {
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
} {
  const boundary = randomUUID();
  const head =
    `--${boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n${JSON.stringify(metadata)}\r\n` +
    `--${boundary}\r\nContent-Type: ${type}\r\n\r\n`;
  return {
    type: `multipart/related; boundary=${boundary}`,
    bytes: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}
