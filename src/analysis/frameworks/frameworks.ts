import { blueOcean } from './blue-ocean.js';
import { type Framework, type FrameworkName } from './framework.js';
import { pestel } from './pestel.js';
import { porter } from './porter.js';
import { swot } from './swot.js';

export {
  FRAMEWORK_NAMES,
  type Bucket,
  type Contents,
  type Framework,
  type FrameworkName,
} from './framework.js';

/** Every framework by its name, in report order. A new framework is a file here and a line below. */
export const FRAMEWORKS = {
  porter,
  swot,
  pestel,
  blue_ocean: blueOcean,
} satisfies Readonly<Record<FrameworkName, Framework>>;
