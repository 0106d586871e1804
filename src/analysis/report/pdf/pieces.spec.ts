import { firstGroup, fitting, heightOf, type Strip } from './pieces.js';

const strip = (keep = false): Strip => ({ gap: 5, height: 10, keep, draw: () => undefined });

describe('strips', () => {
  it('are as high as they and the gaps between them', () => {
    expect(heightOf([])).toBe(0);
    expect(heightOf([strip(), strip(), strip()])).toBe(40);
  });

  it('fit as far as there is room, and never without what they must stay with', () => {
    expect(fitting([strip(), strip(), strip()], 25)).toBe(2);
    expect(fitting([strip(), strip(true), strip()], 25)).toBe(1);
    expect(fitting([strip(true), strip()], 15)).toBe(0);
    expect(fitting([strip(true), strip()], 25)).toBe(2);
  });

  it('begin with those that must stand on one page', () => {
    expect(firstGroup([strip(true), strip(true), strip(), strip()])).toHaveLength(3);
    expect(firstGroup([strip(true), strip(true)])).toHaveLength(2);
  });
});
