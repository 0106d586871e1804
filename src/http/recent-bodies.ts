/** Of all together; what was made of them takes about as much again. */
const MOST_BYTES = 4 * 1024 * 1024;
/** A body of more parts is read anew each time: seeing to it that nobody changes them would cost more. */
const MOST_PARTS = 1000;

interface Body {
  readonly bytes: Buffer;
  readonly value: unknown;
}

/**
 * What the bodies that were read last came to: one that is posted again, byte for byte, is the same object, so that what
 * else was made of that object need not be made again either. Who reads it gets it frozen, since others read it too.
 */
export class RecentBodies {
  /** One of each length, so that two are compared only where they may be equal; in the order of their last use. */
  private readonly bodies = new Map<number, Body>();
  private size = 0;

  /** Undefined where it is not known. */
  find(bytes: Buffer): unknown {
    const body = this.bodies.get(bytes.length);
    if (!body?.bytes.equals(bytes)) return undefined;
    this.insert(body);
    return body.value;
  }

  /** @param bytes nobody writes into any more. */
  keep(bytes: Buffer, value: unknown): void {
    if (bytes.length <= MOST_BYTES && freeze(value)) this.insert({ bytes, value });
  }

  private insert(body: Body): void {
    this.remove(body.bytes.length);
    this.bodies.set(body.bytes.length, body);
    this.size += body.bytes.length;
    for (const oldest of this.bodies.keys()) {
      if (this.size <= MOST_BYTES) break;
      this.remove(oldest);
    }
  }

  private remove(length: number): void {
    if (this.bodies.delete(length)) this.size -= length;
  }
}

/** Through and through; false where there are too many parts for that. */
function freeze(value: unknown): boolean {
  const parts = [value];
  for (const part of parts) {
    if (typeof part !== 'object' || part === null) continue;
    const further = Object.values(part) as unknown[];
    if (parts.length + further.length > MOST_PARTS) return false;
    parts.push(...further);
    Object.freeze(part);
  }
  return true;
}
