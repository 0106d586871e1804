import { blocksOf } from './blocks.js';

const kinds = (content: string) =>
  blocksOf(content).map(({ kind, start, end }) => `${kind}: ${content.slice(start, end)}`);

describe('blocksOf', () => {
  it('tells headings, prose, lists, tables and code apart', () => {
    const content =
      '# Risks\n\nSales rose.\nThey rose again.\n\n- One supplier sells all chips\n* Two\n\n| a | b |\n|---|---|\n\n```\nlet x = 1;\n```\nMargins fell.';
    expect(kinds(content)).toEqual([
      'heading: # Risks',
      'prose: Sales rose.\nThey rose again.',
      'prose: One supplier sells all chips',
      'prose: Two',
      'table: | a | b |',
      'table: |---|---|',
      'code: ```',
      'code: let x = 1;',
      'code: ```',
      'prose: Margins fell.',
    ]);
  });

  it.each([
    ['a short line without a full stop', 'Risks Related to Regulation and Changes in Law'],
    ['an underlined line', 'Market risks\n------------'],
  ])('takes %s as a heading', (_what, content) => expect(kinds(content)[0]).toMatch(/^heading/));

  it.each([
    ['columns set apart by spaces', 'Revenue     12.4    13.1'],
    ['columns set apart by tabs', 'Revenue\t12.4\t13.1'],
    ['figures that lost their lines', 'Net sales $4,812 $4,655 3.4% Gross profit $1,732 $1,690 2.5%'],
  ])('takes %s as a row of a table', (_what, content) => expect(kinds(content)[0]).toMatch(/^table/));

  it('keeps a sentence with many figures as prose', () => {
    expect(kinds('Sales rose 5 % to 12.4 million in 2025, 2.1 points more than in 2024.')[0]).toMatch(
      /^prose/,
    );
  });

  it('reads Windows line ends', () => {
    expect(kinds('# A\r\n\r\nSales rose.\r\n')).toEqual(['heading: # A', 'prose: Sales rose.']);
  });
});
