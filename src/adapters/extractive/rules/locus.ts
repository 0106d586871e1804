import { Phrases, phrases } from '../../../analysis/source-text/source-text.js';

/** Whose matter a sentence is, by who is named first: the company's own, the world's around it, or a rival's. */
export type Locus = 'inside' | 'outside' | 'rival' | null;

const INSIDE = phrases(`
  we, our, ours, us, we've, we're, our company, the company, the company's, the group, the group's, the firm, the firm's, the business, the bank, the bank's, the insurer, the retailer, the airline, the carrier, the operator, the manufacturer, the maker, the chain, the brewer, the utility, the hospital, the clinic, the brand, the brand's, the airline's, the retailer's, the insurer's, the operator's, the hotel group, the platform's, the start up, the cooperative, the shipyard
  management, the board, its, staff, employees, headcount, workforce, engineers, technicians, plant, plants, factory, factories, warehouse~, depot~, stores, branches, fleet, call centre, call center, service desk, head office, headquarters, revenue, revenues, sales, net debt, debt, margin, margins, gross margin, operating margin, operating profit, net profit, profit, cash flow, free cash flow, order book, order intake, backlog, balance sheet, inventory, inventories, productivity, retention, churn, customer satisfaction, complaints, utili~, capacity, equity ratio, return on, turnover, renewal rate, market share, patents, the product, products, internal, in house, website, app, software`);
const OUTSIDE = phrases(`
  industry, the industry, sector, market, markets, the market, demand, consumers, consumer, households, shoppers, people, families, patients, drivers, travellers, travelers, viewers, buyers, customers, clients, government~, minister~, ministry, parliament, congress, senate, regulator~, authorit~, european commission, brussels, law, laws, rules, legislation, directive, court, suppliers, supplier, vendors, inflation, interest rates, rates, energy prices, prices, fuel, oil, gas, electricity, wages, minimum wage, economy, economic, gdp, recession, unemployment, currency, dollar, euro, pound, yen, imports, tariffs, tariff, exports, trade, entrants, start ups, startups, population, demographic~, climate, weather, drought~, flood~, storm~, heat, technolog~, artificial intelligence, cyber~, hackers, pandemic, war, unions, lenders, landlords, cities, city, council, state, states, federal, national, eu, countries, world, global, worldwide, regional, commodity, raw material, steel, wheat, cocoa, coffee, copper, lithium, memory, chip, chips, freight, shipping, analysts, forecasters, tourism, construction, housing, platforms, marketplaces, amazon, google, a new act, the act, tax, taxes, subsid~, grant~, retailers, hospitals, banks, airlines, insurers, schools, universities, farmers, municipalit~, employers, young~, older, nobody, no one`);
const RIVAL = phrases(`
  competitor~, rival~, competing, new entrant~, entrants, discounter~, challenger~, incumbent~, peers, other providers, other suppliers, other brands, larger players, chinese makers, chinese producers, chinese manufacturers, tech giants, low cost carriers, private label~, own label, start ups, startups, fintechs, neobanks`);

const CUES = new Phrases<NonNullable<Locus>>([
  ...INSIDE.map((phrase) => [phrase, 'inside'] as const),
  ...OUTSIDE.map((phrase) => [phrase, 'outside'] as const),
  ...RIVAL.map((phrase) => [phrase, 'rival'] as const),
]);

/** Words that many companies have in their names. */
const GENERIC = new Set(
  'the and of group company co inc ltd plc corp ag gmbh sa se holding holdings limited'.split(' '),
);

/** A rival that does not exist does nothing. */
const ABSENT = new Set(['no', 'few', 'without']);

/** The first who is named: in English prose that is the subject more often than not. */
export function locusOf(words: readonly string[], companyWords: readonly string[]): Locus {
  const name = companyWords.find((word) => !GENERIC.has(word));
  const named = name === undefined ? -1 : words.findIndex((word) => word === name || word === `${name}'s`);
  const [first] = CUES.find(words);
  if (named >= 0 && (!first || named <= first.from)) return 'inside';
  if (first?.value === 'rival' && ABSENT.has(words[first.from - 1] ?? '')) return 'outside';
  return first?.value ?? null;
}
