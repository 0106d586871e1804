import { wordsOf } from '../../../analysis/source-text/source-text.js';
import type { Direction } from './reading.js';
import { select } from './select.js';

const candidate = (text: string, score: number, direction: Direction = 0) => ({
  passage: { source_id: 'a', start: 0, end: text.length, text, score, direction },
  words: wordsOf(text),
});
const texts = (...given: Parameters<typeof select>) => select(...given).passages.map(({ text }) => text);

describe('select', () => {
  it('keeps the surest, then those that come first', () => {
    const found = [
      candidate('first of all', 3),
      candidate('second best one', 5),
      candidate('third in line', 3),
    ];
    expect(texts(found, 2)).toEqual(['second best one', 'first of all']);
  });

  it('takes nearly equal sentences once', () => {
    const found = [
      candidate('the two rivals cut their prices again in May', 3),
      candidate('the two rivals cut their prices again in June', 3),
      candidate('a third rival entered', 3),
    ];
    expect(texts(found, 5)).toHaveLength(2);
    expect(select(found, 1).total).toBe(2);
  });

  it('counts directions over all different sentences, not only those kept', () => {
    const found = [
      candidate('up', 3, 1),
      candidate('down', 3, -1),
      candidate('higher', 3, 1),
      candidate('flat', 3),
    ];
    expect(select(found, 1)).toMatchObject({ raising: 2, lowering: 1, total: 4 });
  });
});
