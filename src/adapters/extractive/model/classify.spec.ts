import { wordsOf } from '../../../analysis/source-text/source-text.js';
import { classify } from './classify.js';

const sort = (text: string, company = 'Acme') => classify(wordsOf(text), wordsOf(company)).sorted;
const bucketsOf = (framework: string, text: string) =>
  sort(text)
    .filter((sorted) => sorted.framework === framework)
    .map(({ bucket }) => bucket);

describe('classify into SWOT', () => {
  it.each([
    ['strengths', 'We hold a 38% share of the Nordic market, more than the next two rivals together.'],
    ['strengths', 'The group has no net debt and generated 210 million of free cash flow.'],
    ['strengths', 'Our plants run at the lowest unit cost in Europe.'],
    ['strengths', 'On-time delivery improved to 98.6%, the best figure among listed carriers.'],
    ['weaknesses', 'Two thirds of revenue come from a single customer.'],
    ['weaknesses', 'Churn rose to 19% among small business customers.'],
    ['weaknesses', 'The company has no presence outside Germany.'],
    ['weaknesses', 'Development of the new model is eighteen months behind schedule.'],
    ['opportunities', 'No operator serves the northern islands yet.'],
    ['opportunities', 'Demand for insulated packaging is expected to grow 12% a year.'],
    ['opportunities', 'The withdrawal of a rival leaves 400 pharmacies without a supplier.'],
    ['opportunities', 'The technology could be licensed to makers of medical devices.'],
    ['opportunities', 'Import duties on solar glass will be abolished under the trade agreement.'],
    ['threats', 'Cheap imports from Asia are undercutting prices.'],
    ['threats', 'The main patent expires in 2026, and three generic makers have filed for approval.'],
    ['threats', 'Two rivals announced a merger that would create the largest player.'],
  ])('%s: %s', (bucket, text) => expect(bucketsOf('swot', text)).toEqual([bucket]));

  it.each([
    'The opportunity cost of capital is used in the calculation.',
    'The warehouse is located near the motorway.',
    'The committee met nine times during the year.',
  ])('none: %s', (text) => expect(bucketsOf('swot', text)).toEqual([]));
});

describe('classify into Porter’s forces', () => {
  it.each([
    ['competitive_rivalry', 1, 'Competition among discount carriers intensified on all major routes.'],
    ['threat_of_new_entrants', 1, 'Four start-ups entered the market for parcel lockers last year.'],
    ['threat_of_substitutes', 1, 'Video calls are replacing business trips.'],
    ['buyer_power', 1, 'Four retail chains account for 70% of sales and demand yearly rebates.'],
    ['buyer_power', -1, 'No customer accounts for more than 2% of revenue.'],
  ])('%s %i: %s', (bucket, direction, text) => {
    const forces = sort(text).filter(({ framework }) => framework === 'porter');
    expect(forces).toEqual([expect.objectContaining({ bucket, direction })]);
  });
});

describe('classify into the four actions', () => {
  it.each([
    ['eliminate', 'The hotel did away with the reception desk, which every other chain still staffs.'],
    ['eliminate', 'We abolished the joining fee that gyms elsewhere take for granted.'],
    ['reduce', 'Our price list was pared down to four tariffs, where the industry has forty.'],
    ['raise', 'Our warranty runs far beyond the two years that are customary in the trade.'],
    ['create', 'No competitor offers repairs at the customer’s home.'],
  ])('%s: %s', (bucket, text) => expect(bucketsOf('blue_ocean', text)).toEqual([bucket]));

  it.each([
    'The company reduced headcount by 300, as others in the industry did.',
    'The old label was eliminated and two new flavours were created.',
  ])('none: %s', (text) => expect(bucketsOf('blue_ocean', text)).toEqual([]));
});

describe('classify into PESTEL', () => {
  it.each([
    ['political', 'The government will raise import duties on bicycles.'],
    ['economic', 'Mortgage rates rose above five per cent.'],
    ['social', 'Younger consumers eat less meat than their parents.'],
    ['technological', 'Robots and machine learning now pick most grocery orders.'],
    ['environmental', 'Low water levels on the Rhine stopped barge traffic.'],
    ['legal', 'A court ruled that drivers are employees.'],
  ])('%s: %s', (bucket, text) => expect(bucketsOf('pestel', text)).toContain(bucket));

  it('knows words that only look like a topic', () => {
    expect(bucketsOf('pestel', 'The competitive environment changed little.')).toEqual([]);
    expect(bucketsOf('pestel', 'Economies of scale helped the mill.')).toEqual([]);
  });
});
