import { breakLines, type Line } from './break-lines.js';
import type { TextFace } from './faces.js';
import { widthOf } from './font-shelf.js';
import { span } from './spans.js';

const styled = (text: string, face: TextFace = 'sans') => span(text, { face, size: 10, color: '#000000' });
const lines = (text: string, width = 200, face: TextFace = 'sans') => breakLines([styled(text, face)], width);
const shown = (line: Line) => line.map((fragment) => fragment.shown).join('');
const filesOf = (text: string, face: TextFace = 'sans') => lines(text, 500, face)[0]!.map(({ file }) => file);
/** The fragments of a line from left to right. */
const fromTheLeft = (line: Line) =>
  line.toSorted((one, other) => one.x - other.x).map((each) => each.shown.trim());

describe('breakLines', () => {
  it('fills lines with whole words, none wider than the room', () => {
    const text = 'Our own network of 212 depots reaches 94 % of households in Germany and Poland.';
    const broken = lines(text);
    expect(broken.length).toBeGreaterThan(1);
    expect(broken.map(shown).join('')).toBe(text);
    for (const line of broken) {
      const [last] = line.slice(-1);
      expect(last!.x + last!.width).toBeLessThanOrEqual(203);
    }
  });

  it('keeps a percent sign with its number, and does not break at a space that is not to be broken', () => {
    for (let width = 40; width < 120; width += 3) {
      for (const line of lines('rose by 38 %, up to EUR\u00a0400', width).map(shown)) {
        expect(line).not.toMatch(/^%|^400/);
      }
    }
  });

  it('breaks a word that is wider than the room between letters', () => {
    const word = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk';
    const broken = lines(`a ${word} b`, 80);
    expect(broken.length).toBeGreaterThan(3);
    expect(broken.map(shown).join('').replaceAll(' ', '')).toBe(`a${word}b`);
  });

  it.each(['W', 'Wa', 'fi', 'AV', '|', '木', 'م', '👩‍👩‍👧'])(
    'breaks a word of %s, and no line is wider than the room',
    (letters) => {
      const broken = lines(letters.repeat(60));
      expect(broken.map(shown).join('').length).toBe(60 * letters.length);
      for (const [fragment] of broken)
        expect(widthOf(fragment!.file, fragment!.shown) / 100).toBeLessThanOrEqual(200);
    },
  );

  it('breaks Chinese and Japanese between characters, but not before a full stop', () => {
    const broken = lines('2025年の売上高は前年比増となり、営業利益率は達した。'.repeat(3), 150).map(shown);
    expect(broken.length).toBeGreaterThan(2);
    for (const line of broken) expect(line).not.toMatch(/^[。、]/);
  });

  it.each([
    ['AT&T Łódź Việt Ωμέγα Сбербанк', ['inter-400.ttf']],
    ['贵州茅台', ['droid-sans-fallback.ttf']],
    ['トヨタ「自動車」', ['droid-sans-fallback.ttf']],
    ['삼성전자', ['hangul.ttf']],
    ['أرامكو', ['noto-sans-arabic.ttf']],
    ['बैंक', ['noto-sans-devanagari.ttf']],
    ['👩‍👩‍👧', ['noto-emoji.ttf']],
  ])('finds a font for %s', (text, files) => expect(filesOf(text)).toEqual(files));

  it('takes from Inter what the titles’ family lacks', () => {
    expect(filesOf('A ↩ B', 'serif')).toEqual([
      'source-serif-600.ttf',
      'inter-600.ttf',
      'source-serif-600.ttf',
    ]);
  });

  it('draws letters heavier where a heavy font is wanted and the script has none', () => {
    expect(lines('贵州', 100, 'strong')[0]![0]).toMatchObject({ emboldened: true });
    expect(lines('贵州', 100, 'sans')[0]![0]).toMatchObject({ emboldened: false });
  });

  it('shows letters that no font has by their code points, and keeps what they are', () => {
    expect(lines('བོ')[0]![0]).toMatchObject({ shown: '[U+0F56 U+0F7C]', actual: 'བོ' });
  });

  it('lets Arabic and Hebrew run from right to left, numbers and Latin within them from left to right', () => {
    const [line] = lines('أرامكو (Saudi Aramco) 2025');
    expect(fromTheLeft(line!).filter((text) => text !== '')).toEqual([
      '2025',
      '(',
      'Saudi Aramco',
      ')',
      'أرامكو',
    ]);
    const [last] = line!.toSorted((one, other) => other.x - one.x);
    expect(last!.x + last!.width).toBeCloseTo(200, 5);
  });

  it('keeps Arabic in its place within English', () => {
    const [line] = lines('Aramco (أرامكو السعودية) grew');
    expect(fromTheLeft(line!).filter((text) => text !== '')).toEqual([
      'Aramco (',
      'السعودية',
      'أرامكو',
      ') grew',
    ]);
  });
});
