interface Entry {
  readonly value: string;
  readonly storedAt: number;
  readonly expiresAt: number;
}

/** The texts that were used last, in the memory of this process; bounded in number and size, and each in time. */
export class BoundedTexts {
  /** In the order of their last use: a Map keeps the order of insertion. */
  private readonly entries = new Map<string, Entry>();
  private characters = 0;

  constructor(
    private readonly maxEntries: number,
    private readonly maxCharacters: number,
  ) {}

  /** Null where there is none, or its time is over. */
  get(key: string): { readonly value: string; readonly ageSeconds: number } | null {
    const entry = this.entries.get(key);
    if (!entry) return null;
    this.remove(key);
    if (Date.now() >= entry.expiresAt) return null;
    this.insert(key, entry);
    return { value: entry.value, ageSeconds: (Date.now() - entry.storedAt) / 1000 };
  }

  /** What is larger than all room is not kept, and neither is the older text of that key. */
  set(key: string, value: string, ttlSeconds: number): void {
    this.remove(key);
    const now = Date.now();
    if (value.length > this.maxCharacters) return;
    this.insert(key, { value, storedAt: now, expiresAt: now + ttlSeconds * 1000 });
  }

  remove(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.entries.delete(key);
    this.characters -= entry.value.length;
  }

  private insert(key: string, entry: Entry): void {
    this.entries.set(key, entry);
    this.characters += entry.value.length;
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.maxEntries && this.characters <= this.maxCharacters) break;
      this.remove(oldest);
    }
  }
}
