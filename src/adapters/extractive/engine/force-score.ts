import type { BucketReading } from './reading.js';

const NEEDED = 3;
const MIDDLE = 3;
const REACH = 2;

/**
 * A force from 1 (weak) to 5 (strong): round(3 + 2·(raising − lowering) / (raising + lowering)). Null where fewer than
 * three sentences say in which direction the force goes. The formula is this project's own: the middle of the scale,
 * moved by the balance of the evidence.
 */
export function forceScore({
  raising,
  lowering,
}: Pick<BucketReading, 'raising' | 'lowering'>): number | null {
  const telling = raising + lowering;
  return telling < NEEDED ? null : Math.round(MIDDLE + (REACH * (raising - lowering)) / telling);
}
