import { blueOcean } from './blue-ocean.js';
import { type Framework } from './framework.js';
import { pestel } from './pestel.js';
import { porter } from './porter.js';
import { swot } from './swot.js';

export type { Bucket, Contents, Framework, Layout, Rating } from './framework.js';

/** Every framework by its name, in report order. A new framework is a file here and a line below. */
export const FRAMEWORKS = {
  porter,
  swot,
  pestel,
  blue_ocean: blueOcean,
} satisfies Readonly<Record<string, Framework>>;

export type FrameworkName = keyof typeof FRAMEWORKS;
export const FRAMEWORK_NAMES = Object.keys(FRAMEWORKS) as readonly FrameworkName[];
