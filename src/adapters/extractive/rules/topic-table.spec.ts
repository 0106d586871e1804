import { wordsOf } from '../../../analysis/source-text/source-text.js';
import { TopicTable } from './topic-table.js';

const TABLE = new TopicTable(
  {
    weather: {
      strong: 'drought~, storm~',
      fair: 'rain',
      weak: 'water, river',
      not: 'storm of applause, water bottle',
    },
    money: { strong: 'interest rate~', weak: 'loan~', not: '' },
  },
  { money: 4 },
);
const points = (text: string) => Object.fromEntries(TABLE.score(wordsOf(text)));

describe('TopicTable', () => {
  it('needs one strong phrase, or a fair one and another', () => {
    expect(points('The drought went on.')).toEqual({ weather: 3 });
    expect(points('The rain went on.')).toEqual({});
    expect(points('The rain fed the river.')).toEqual({ weather: 3 });
  });

  it('never takes weak phrases alone, however many', () => {
    expect(points('Water from the river met water of a river.')).toEqual({});
  });

  it('counts nothing inside a near miss', () => {
    expect(points('It met a storm of applause.')).toEqual({});
    expect(points('It met a storm of applause after the storm.')).toEqual({ weather: 3 });
  });

  it('asks more where it is told to', () => {
    expect(points('Interest rates rose.')).toEqual({});
    expect(points('Interest rates on loans rose.')).toEqual({ money: 4 });
  });

  it('leaves out matches that the caller does not count', () => {
    expect(TABLE.score(wordsOf('no drought'), (at) => at === 0).size).toBe(0);
  });
});
