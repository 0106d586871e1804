let lastMillisecond = 0;
let lastTimestamp = '';

/** ISO 8601 in UTC; formatted once a millisecond, since formatting costs more than the rest of a line. */
export function timestamp(): string {
  const now = Date.now();
  if (now !== lastMillisecond) {
    lastMillisecond = now;
    lastTimestamp = new Date(now).toISOString();
  }
  return lastTimestamp;
}
