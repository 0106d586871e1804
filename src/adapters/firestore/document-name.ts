import { createHash } from 'node:crypto';

/**
 * The name of a document that is known by a text of any kind. Firestore allows neither `/` nor some other names, and
 * spreads documents over its machines by their names: a digest is always allowed, and always spread.
 */
export const documentName = (...texts: string[]): string =>
  createHash('sha256').update(JSON.stringify(texts)).digest('hex');
