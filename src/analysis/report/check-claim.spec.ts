import { cite, requestOf, sourceOf } from '../../../test/doubles/sample-analysis.js';
import { checkSupport, groundsOf } from './check-claim.js';

const TEXT = '- **Sales** rose 5 percent\n  to $1.2 billion. We run 1,200 stores in 12 countries.';
const request = requestOf({ company: '3M', sources: [sourceOf('a', TEXT)] });
const sales = cite(request, '- **Sales** rose 5 percent\n  to $1.2 billion.');
const stores = cite(request, 'We run 1,200 stores in 12 countries.');
const check = (text: string, ...citations: Parameters<typeof checkSupport>[1]) =>
  checkSupport(text, citations, groundsOf(request));
const page = {
  source_id: 'web-1',
  quote: 'Sales fell 9 %.',
  start: 0,
  end: 0,
  url: 'https://example.org/',
  title: 'News',
};

describe('checkSupport', () => {
  it('knows a quote by its words, whatever Markdown stands around them', () => {
    expect(check('Sales rose 5 percent to $1.2 billion.', sales)).toBe('verbatim');
    expect(check('Sales rose strongly.', sales)).toBe('supported');
  });

  it.each(['Sales rose 5%.', 'Sales reached USD 1.2bn.', '3M sold more.', 'Sales reached 1,200 million.'])(
    'lets pass a statement whose figures are quoted: %s',
    (text) => expect(check(text, sales)).toBe('supported'),
  );

  it.each(['Sales rose 6%.', 'Sales rose in 2025.', 'Sales reached 1.2 million.', '1200 stores sold more.'])(
    'stops a figure that is in none of its quotes: %s',
    (text) => expect(check(text, sales)).toBe('unverified'),
  );

  it.each([
    'Sales grew forty percent.',
    'Sales more than tripled.',
    'A third of sales is new.',
    'Sales grew by half.',
    'Sales grew 5 times.',
  ])('stops a figure in words that is in none of its quotes: %s', (text) =>
    expect(check(text, sales)).toBe('unverified'),
  );

  it('knows a quoted figure in words as well', () => {
    expect(check('Sales rose five percent.', sales)).toBe('supported');
  });

  it('looks for figures in all quotes together', () => {
    expect(check('1200 stores, 5 % growth', sales, stores)).toBe('supported');
  });

  it.each([
    ['no citation', []],
    ['an unknown source', [{ ...stores, source_id: 'b' }]],
    ['a shifted quote', [{ ...stores, start: stores.start + 1 }]],
    ['a changed quote', [{ ...stores, quote: `${stores.quote}!` }]],
    ['an empty quote', [{ ...stores, quote: '', end: stores.start }]],
    ['one good and one bad quote', [stores, { ...sales, quote: 'Sales fell' }]],
    [
      'a posted source that poses as a web page',
      [{ ...stores, quote: 'Made up', url: 'https://x.org', title: 'X' }],
    ],
  ])('stops a statement with %s', (_what, citations) => {
    expect(check('We run stores.', ...citations)).toBe('unverified');
  });

  it('takes a web page that is named, but never as read word by word', () => {
    expect(check('Sales fell 9 %.', page)).toBe('supported');
    expect(check('Sales fell 8 %.', page)).toBe('unverified');
    expect(check('Sales fell.', { ...page, title: ' ' })).toBe('unverified');
    expect(check('Sales fell.', { ...page, url: 'javascript:alert(1)' })).toBe('unverified');
  });
});
