import fc from 'fast-check';
import { passagesOf, sentenceOf } from './sentences.js';

const sentences = (content: string) => passagesOf(content).flatMap((each) => sentenceOf(content, each) ?? []);
const texts = (content: string) => sentences(content).map(({ text }) => text);

describe('sentences', () => {
  it.each([
    ['Sales rose in the U.S. market last year. Costs fell in the U.K. too.', 2],
    ['Dr. Smith joined in Jan. 2024 from Acme Inc. of Ohio. He leads research and development.', 2],
    ['Margins reached 12.5 % vs. 11.9 % a year ago. Sales grew by 3.4 percent.', 2],
    ['It operates in the U.S. The company also sells in Canada and Mexico.', 2],
    ['“Demand is strong in every region.” Prices rose again in the spring.', 2],
  ])('%s', (content, count) => expect(texts(content)).toHaveLength(count));

  it('takes each item of a list for itself, without its mark, and leaves Markdown out of the text', () => {
    const content = '- **Sales** rose by 4 percent\n- [Margins](https://x.org) fell to nine percent\n';
    expect(texts(content)).toEqual(['Sales rose by 4 percent', 'Margins fell to nine percent']);
    expect(sentences(content).map(({ start, end }) => content.slice(start, end))).toEqual([
      '**Sales** rose by 4 percent',
      '[Margins](https://x.org) fell to nine percent',
    ]);
  });

  it('ends a sentence after the marks that close its emphasis', () => {
    const content = '*Sales rose in every single region.* Costs fell by nine percent.';
    const [first] = sentences(content);
    expect(content.slice(first?.start, first?.end)).toBe('*Sales rose in every single region.*');
  });

  it('joins lines that were broken, Windows line ends too', () => {
    expect(texts('Sales rose in\r\nevery single region.\r\n')).toEqual([
      'Sales rose in every single region.',
    ]);
  });

  it('gives nothing for headings, tables, code, scraps, and what is too long to quote', () => {
    expect(
      texts(
        '# Sales rose in every region\n\n| Sales rose | in every region |\n\n```\nsales rose in every\n```',
      ),
    ).toEqual([]);
    expect(texts('Sales rose again.')).toEqual([]);
    expect(texts(`Sales rose ${'and rose '.repeat(100)}again.`)).toEqual([]);
  });

  it('quotes exactly, whatever it reads: every sentence is trimmed, in order, and where it says', () => {
    const scrap = fc.constantFrom(
      ...[
        'Sales rose in the U.S. ',
        'and fell',
        '. ',
        '\r\n',
        '\n\n',
        '**',
        '- ',
        '# ',
        '| ',
        '“',
        '”',
        ' ',
        'é😀',
        '\t',
        '1.5 % ',
        '```\n',
      ],
    );
    const content = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(scrap).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(content, (source) => {
        let reached = 0;
        for (const { start, end } of sentences(source)) {
          const quote = source.slice(start, end);
          expect(start).toBeGreaterThanOrEqual(reached);
          expect(quote).toBe(quote.trim());
          expect(quote).not.toBe('');
          reached = end;
        }
      }),
      { numRuns: 500 },
    );
  });
});
