/** An entry as Redis keeps it: when it was stored and when it ends (milliseconds since 1970), then its text. */
export function packed(value: string, ttlSeconds: number): string {
  const now = Date.now();
  return `${now} ${Math.round(now + ttlSeconds * 1000)}\n${value}`;
}

export interface UnpackedEntry {
  readonly value: string;
  readonly ageSeconds: number;
  readonly secondsLeft: number;
}

/** Null where its time is over, or where it is none of ours. */
export function unpacked(text: string): UnpackedEntry | null {
  const end = text.indexOf('\n');
  const [storedAt = NaN, expiresAt = NaN] = text.slice(0, Math.max(end, 0)).split(' ').map(Number);
  const now = Date.now();
  if (!(expiresAt > now)) return null;
  // The clocks of two machines differ a little; nothing is younger than new.
  const ageSeconds = Math.max(0, now - storedAt) / 1000;
  return { value: text.slice(end + 1), ageSeconds, secondsLeft: (expiresAt - now) / 1000 };
}
