import fc from 'fast-check';
import { SearchableText } from './searchable-text.js';

const quoted = (content: string, quote: string) => {
  const span = new SearchableText(content).find(quote);
  return span && content.slice(span.start, span.end);
};

describe('SearchableText', () => {
  it('finds a quote that was copied exactly', () => {
    expect(quoted('Margins fell. Sales rose 5 %. Costs too.', 'Sales rose 5 %.')).toBe('Sales rose 5 %.');
  });

  it.each([
    ['line breaks', 'Sales rose\n   5 % in  May.', 'Sales rose 5 % in May.'],
    ['quotation marks', 'The “best” firm’s plan.', 'The "best" firm\'s plan.'],
    ['hyphens', 'A well–known low‑cost brand.', 'A well-known low-cost brand.'],
    ['emphasis', 'Our **brand** is `strong` here.', 'Our brand is strong here.'],
    ['invisible characters', 'Sales\u200b rose\u00ad fast.', 'Sales rose fast.'],
    ['accents written apart', 'Socie\u0301te\u0301 Ge\u0301ne\u0301rale', 'Société Générale'],
    ['accents written together', 'Société Générale', 'Socie\u0301te\u0301 Ge\u0301ne\u0301rale'],
    ['marks around it', 'Sales rose fast in May.', '“Sales rose fast…”'],
  ])(
    'finds a quote that was copied with other %s, and gives what the source says',
    (_what, content, quote) => {
      const found = quoted(content, quote);
      expect(found).not.toBeNull();
      expect(content).toContain(found);
      expect(found?.startsWith(content.slice(0, 3))).toBe(true);
    },
  );

  it.each([
    ['a word', 'Sales rose 6 % in May.'],
    ['its case', 'sales rose 5 % in May.'],
    ['its order', 'In May sales rose 5 %.'],
    ['everything but a snippet', 'rose 5'],
    ['all but blanks', '          '],
  ])('does not find a quote that changes %s', (_what, quote) =>
    expect(quoted('Sales rose 5 % in May.', quote)).toBeNull(),
  );

  it('gives offsets at which the quote stands, whatever the text', () => {
    const text = fc.string({ unit: 'grapheme-ascii', minLength: 20, maxLength: 80 });
    const bare = (part: string) => part.replace(/[\s*`]/g, '');
    fc.assert(
      fc.property(text, fc.nat(10), fc.integer({ min: 9, max: 60 }), (content, from, length) => {
        const quote = content.slice(from, from + length);
        if (quote.trim().length >= 8) expect(quoted(content, quote)).toBe(quote);
        const copied = quoted(content, quote.replaceAll(' ', '\n  '));
        if (copied !== null) expect(bare(quote)).toContain(bare(copied));
      }),
    );
  });
});
