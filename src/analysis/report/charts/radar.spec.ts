import { describeRadar, radar } from './radar.js';

const axesOf = (...scores: (number | null)[]) =>
  scores.map((score, index) => ({ label: `Force ${index + 1}`, score }));
const count = (svg: string, pattern: RegExp) => [...svg.matchAll(pattern)].length;

describe('radar', () => {
  it('closes its area where every force is rated', () => {
    const svg = String(radar(axesOf(1, 2, 3, 4, 5)));
    expect(count(svg, /fill-opacity/g)).toBe(1);
    expect(count(svg, /<circle/g)).toBe(5);
    expect(svg).not.toContain('stroke-dasharray');
  });

  it('draws no point and no area for what is not rated, and says so', () => {
    const svg = String(radar(axesOf(4, 2, null, null, null)));
    expect(count(svg, /fill-opacity/g)).toBe(0);
    expect(count(svg, /<circle/g)).toBe(2);
    expect(count(svg, /stroke-dasharray/g)).toBe(3);
    expect(count(svg, />not rated</g)).toBe(3);
    expect(svg).not.toMatch(/NaN|undefined|null/);
  });

  it('says in words what it shows', () => {
    const axes = axesOf(4, null);
    expect(describeRadar(axes)).toBe('Force 1: 4 of 5; Force 2: not rated');
    expect(String(radar(axes))).toContain(`aria-label="${describeRadar(axes)}"`);
  });
});
