import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { widthOf } from '../../src/analysis/report/pdf/font-shelf.js';
import { describeWith } from '../needs.js';

const CHROMIUM = '/usr/bin/chromium';
const FOLDER = join(__dirname, '../../assets/report/fonts/pdf');

/** Words whose letters join, stack, move or kern, for each font of the PDF. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  'inter-400.ttf': ['7.1', '2027.', 'AVATAR', 'Việt', 'Яблоко', 'Ωμέγα'],
  'inter-600.ttf': ['7.1', 'Ty'],
  'source-serif-600.ttf': ['AVATAR', 'Ngân', 'Société'],
  'noto-sans-arabic.ttf': ['أرامكو', 'السعودية', 'لا', 'الله'],
  'noto-sans-hebrew.ttf': ['בנק', 'שָׁלוֹם'],
  'noto-sans-devanagari.ttf': ['रिलायंस', 'क्षत्रिय', 'श्री', 'र्क'],
  'noto-sans-bengali.ttf': ['গ্রামীণ', 'স্ত্রী', 'কি'],
  'noto-sans-gujarati.ttf': ['ગુજરાતી', 'ક્ષ'],
  'noto-sans-gurmukhi.ttf': ['ਪੰਜਾਬੀ', 'ਕਿ'],
  'noto-sans-sinhala.ttf': ['ශ්‍රී', 'ලංකා'],
  'noto-sans-tamil.ttf': ['தமிழ்', 'கொ', 'ஸ்ரீ'],
  'noto-sans-telugu.ttf': ['స్త్రీ', 'రిలయన్స్'],
  'noto-sans-kannada.ttf': ['ಸ್ತ್ರೀ', 'ಕಿ'],
  'noto-sans-malayalam.ttf': ['സ്ത്രീ', 'ക്ഷേത്രം'],
  'noto-sans-thai.ttf': ['กรุงเทพ', 'น้ำ'],
  'noto-sans-lao.ttf': ['ລາວ', 'ນ້ຳ'],
  'noto-sans-khmer.ttf': ['កម្ពុជា', 'ស្ត្រី'],
  'noto-sans-georgian.ttf': ['საქართველო'],
  'noto-sans-armenian.ttf': ['Հայաստան'],
  'noto-sans-ethiopic.ttf': ['ኢትዮጵያ'],
  'droid-sans-fallback.ttf': ['贵州茅台', 'トヨタ'],
  'hangul.ttf': ['삼성전자'],
  'noto-emoji.ttf': ['😀', '👩‍👩‍👧', '🇫🇷'],
};

describeWith(CHROMIUM, 'the fonts of the PDF', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    page = await browser.newPage();
  });
  afterAll(() => browser.close());

  it.each(Object.entries(WORDS))('shape words as a browser does: %s', async (file, words) => {
    const data = readFileSync(join(FOLDER, file)).toString('base64');
    const measured = await page.evaluate(
      `(async () => {
        const font = await new FontFace(${JSON.stringify(file)}, 'url(data:font/ttf;base64,${data})').load();
        document.fonts.add(font);
        const context = document.createElement('canvas').getContext('2d');
        context.font = '1000px "${file}"';
        return ${JSON.stringify(words)}.map((word) => context.measureText(word).width);
      })()`,
    );
    const differing = words.filter((word, index) => {
      const width = (measured as number[])[index] ?? 0;
      return Math.abs(width - widthOf(file, word)) > 1;
    });
    expect(differing).toEqual([]);
  });
});
