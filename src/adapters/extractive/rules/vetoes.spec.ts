import { wordsOf } from '../../../analysis/source-text/source-text.js';
import { judgeSource } from '../engine/judge-source.js';
import { vetoedFor } from './vetoes.js';

const vetoed = (text: string) => [...vetoedFor(wordsOf(text))];

describe('vetoes', () => {
  it.each([
    ['Net interest income rose by 7% to €1,184 million, while fee income fell by 3%.', 'pestel.economic'],
    ['Our deposits rose by 3% to €38.2 billion.', 'pestel.economic'],
    ['We introduced the first till-free shops in the country.', 'swot.opportunities'],
    ['We have set aside €52 million that we have not needed so far.', 'swot.opportunities'],
    [
      'Airlines must blend sustainable fuel; we expect additional costs of $58 million.',
      'swot.opportunities',
    ],
    ['A similar project of another chain was 18 months late.', 'swot.weaknesses'],
    ['Suppliers to farms are the weak spot, and loans to them are €80 million.', 'porter.supplier_power'],
    ['There are two payment schemes, and each dictates its terms.', 'porter.competitive_rivalry'],
    ['Large borrowers go where margins are thinnest.', 'porter.threat_of_new_entrants'],
    ['Tenants rarely switch their provider.', 'swot.opportunities'],
  ])('%s', (text, bucket) => expect(vetoed(text)).toEqual([bucket]));

  it.each([
    'Household income rose by 2%, and sales of fresh food with it.',
    'A rival that we introduced to the market has withdrawn.',
    'Another chain leaves the region.',
    'Suppliers to the group are few, and they raise their prices.',
  ])('leaves what the phrase does not decide: %s', (text) => expect(vetoed(text)).toEqual([]));

  it('keep a sentence out of the bucket that the model would give it', () => {
    const { sentences } = judgeSource('A similar project of another chain was 18 months late.', []);
    expect(sentences).toMatchObject([{ sorted: [] }]);
  });
});
