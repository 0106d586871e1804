/** Holds up the whole thread: for where nothing asynchronous may happen, or does any more. */
export function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
