import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../config/config.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest();

/** The credential of a request: `Authorization: Bearer …`, else `X-API-Key`; undefined where there is none. */
export function credentialOf(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): string | undefined {
  const { authorization } = headers;
  if (authorization?.slice(0, 7).toString().toLowerCase() === 'bearer ')
    return authorization.slice(7).toString().trim();
  const key = headers['x-api-key'];
  return typeof key === 'string' && key !== '' ? key : undefined;
}

/** Whose key has which digest. */
interface KeyDigest {
  readonly name: string;
  readonly digest: Buffer;
}

export const digestsOf = (keys: readonly ApiKey[]): readonly KeyDigest[] =>
  keys.map(({ name, sha256: hex }) => ({ name, digest: Buffer.from(hex, 'hex') }));

/** The owner of a key, or undefined. Every key is compared, in constant time, so that timing tells nothing. */
export function ownerOf(keys: readonly KeyDigest[], presented: string): string | undefined {
  const shown = sha256(presented);
  let owner: string | undefined;
  for (const { name, digest } of keys) {
    if (timingSafeEqual(shown, digest)) owner = name;
  }
  return owner;
}

/** Whether two secrets are equal; takes the same time for any pair. */
export function sameSecret(left: string, right: string): boolean {
  return timingSafeEqual(sha256(left), sha256(right));
}
