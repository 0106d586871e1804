/** Reports to measure and to look at: one a client could get, one at every limit, and one in many scripts. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { analysisRequestSchema, FRAMEWORKS } = require('../dist/analysis/analysis.js');
const { assembleReport } = require('../dist/analysis/report/report.js');

const GEMINI = {
  name: 'gemini',
  version: '1.0.0',
  model: 'gemini-3.8-flash',
  prompt_version: '1',
  offline: false,
};
const EXTRACTIVE = { name: 'extractive', version: '1.0.0', model: null, prompt_version: null, offline: true };
const FACTS = {
  reportId: '0b0e8a5e-5a0e-4b8e-9d0e-3f3c1c6f7a11',
  now: new Date('2026-03-01T12:00:00.000Z'),
  budgetUsd: null,
};

const ANNUAL_REPORT = `# Annual report 2025

Nordwind Logistik SE moved 41 million parcels in 2025, 9 % more than in the year before. Revenue rose to EUR 2.4 billion. The operating margin reached 7.1 %, up from 6.3 %. Our own network of 212 depots reaches 94 % of households in Germany, Poland and the Baltic states within one working day. No competitor in the region offers next-day delivery to as many addresses.

Customer retention among the 500 largest shippers was 96 %. Two thirds of revenue come from contracts that run for three years or more. Three customers together account for 28 % of revenue. The largest of them has announced a delivery fleet of its own. Large shippers tender every contract and compare prices to the cent. Smaller merchants pay list prices and rarely change carrier.

Wages make up 54 % of costs and rose by 6.2 %. Eleven percent of driver positions stood vacant at the end of the year. Diesel is bought on the spot market and is not hedged. Four makers supply nearly all electric vans sold in Europe, and delivery times have grown to fourteen months. Sorting machines come from two suppliers whose spare parts are not interchangeable.

By 2028 half of the fleet shall be electric. In 2025 the share was 17 %. Parcel lockers cut the cost of the last mile by 38 % against delivery to the door. 3,100 lockers were in use at the end of the year. A returns service for fashion merchants started in October and has 140 customers. Same-day delivery remains unprofitable outside Berlin and Warsaw.`;

const RISK_FACTORS = `Several start-ups backed by venture capital have entered city delivery since 2022. Opening a national network takes at least EUR 400 million and five years, by our estimate. Platform marketplaces increasingly deliver with their own couriers. Click-and-collect in shops replaces one delivery in twelve. Digital goods replace parcels of books, music and games almost entirely.

Low-emission zones will bar diesel vans from 31 city centres by 2027. The European Union’s carbon price for road fuel starts in 2027 and would have cost us EUR 19 million on the fuel of 2025. A rise in the minimum wage to EUR 15 is under discussion. The Platform Work Directive may turn subcontractors into employees. A cartel inquiry into parcel surcharges has been open since March. Consumers expect free returns and name them first when asked why they change shops. One buyer in three says that delivery without emissions matters to the choice of shop. Route planning by machine learning has cut kilometres driven by 8 %. Autonomous delivery is being tested in Tallinn.`;

const NEWS = `Rivals cut prices by up to 12 % in the autumn season to fill idle capacity. Five carriers share 83 % of the German parcel market. Household spending in the euro area is expected to grow by 1.1 % in 2026. Online retail grew by 7 % in Poland. Interest rates have fallen to 2 %. Border checks between Germany and Poland add 40 minutes to a crossing. Poland has reserved EUR 300 million for charging stations along main roads.`;

const SOURCES = [
  {
    id: 'annual-report',
    title: 'Annual report 2025',
    type: 'annual_report',
    published_at: '2026-02-18',
    content: ANNUAL_REPORT,
    content_type: 'text/markdown',
  },
  {
    id: 'risks',
    title: 'Risk factors, securities prospectus',
    type: 'risk_factors',
    published_at: '2025-11-03',
    content: RISK_FACTORS,
  },
  { id: 'news', title: 'Trade press, clippings of the fourth quarter', type: 'news', content: NEWS },
];

/** Each bucket: what is said, and the words that it rests on; without the latter the words are the statement. */
const FOUND = {
  competitive_rivalry: [
    [
      'Price is the weapon of choice: rivals cut prices by up to 12 % to fill idle capacity.',
      'Rivals cut prices by up to 12 % in the autumn season to fill idle capacity.',
    ],
    ['Five carriers share 83 % of the German parcel market.'],
    [
      'Large shippers force carriers to compete for every contract.',
      'Large shippers tender every contract and compare prices to the cent.',
    ],
  ],
  threat_of_new_entrants: [
    [
      'A national network is a high wall: EUR 400 million and five years.',
      'Opening a national network takes at least EUR 400 million and five years, by our estimate.',
    ],
    ['Several start-ups backed by venture capital have entered city delivery since 2022.'],
    ['Platform marketplaces increasingly deliver with their own couriers.'],
  ],
  threat_of_substitutes: [
    [
      'Collection in shops already takes one delivery in twelve.',
      'Click-and-collect in shops replaces one delivery in twelve.',
    ],
    ['Digital goods replace parcels of books, music and games almost entirely.'],
  ],
  supplier_power: [
    [
      'Electric vans come from four makers, with waits of fourteen months.',
      'Four makers supply nearly all electric vans sold in Europe, and delivery times have grown to fourteen months.',
    ],
    ['Sorting machines come from two suppliers whose spare parts are not interchangeable.'],
    ['Labour is the dearest input and gets dearer.', 'Wages make up 54 % of costs and rose by 6.2 %.'],
  ],
  buyer_power: [
    ['Three customers together account for 28 % of revenue.'],
    ['Large shippers tender every contract and compare prices to the cent.'],
    ['Smaller merchants pay list prices and rarely change carrier.'],
  ],
  strengths: [
    [
      'The densest next-day network of the region reaches 94 % of households.',
      'Our own network of 212 depots reaches 94 % of households in Germany, Poland and the Baltic states within one working day.',
    ],
    ['Customer retention among the 500 largest shippers was 96 %.'],
    ['The operating margin reached 7.1 %, up from 6.3 %.'],
  ],
  weaknesses: [
    [
      'Revenue hangs on few names: three customers bring 28 %.',
      'Three customers together account for 28 % of revenue.',
    ],
    ['Diesel is bought on the spot market and is not hedged.'],
    [
      'Drivers are short: 19 % of positions are vacant.',
      'Eleven percent of driver positions stood vacant at the end of the year.',
    ],
  ],
  opportunities: [
    [
      'Parcel lockers make the last mile 38 % cheaper than delivery to the door.',
      'Parcel lockers cut the cost of the last mile by 38 % against delivery to the door.',
    ],
    ['A returns service for fashion merchants started in October and has 140 customers.'],
    ['Online retail grew by 7 % in Poland.'],
  ],
  threats: [
    [
      'The largest customer is building a fleet of its own.',
      'The largest of them has announced a delivery fleet of its own.',
    ],
    ['A cartel inquiry into parcel surcharges has been open since March.'],
    ['Low-emission zones will bar diesel vans from 31 city centres by 2027.'],
  ],
  political: [
    ['Border checks between Germany and Poland add 40 minutes to a crossing.'],
    ['Poland has reserved EUR 300 million for charging stations along main roads.'],
  ],
  economic: [
    ['Household spending in the euro area is expected to grow by 1.1 % in 2026.'],
    ['Interest rates have fallen to 2 %.'],
  ],
  social: [
    ['Consumers expect free returns and name them first when asked why they change shops.'],
    ['One buyer in three says that delivery without emissions matters to the choice of shop.'],
  ],
  technological: [
    ['Route planning by machine learning has cut kilometres driven by 8 %.'],
    ['Autonomous delivery is being tested in Tallinn.'],
  ],
  environmental: [
    ['Low-emission zones will bar diesel vans from 31 city centres by 2027.'],
    [
      'The carbon price from 2027 would have cost EUR 19 million on the fuel of 2025.',
      'The European Union’s carbon price for road fuel starts in 2027 and would have cost us EUR 19 million on the fuel of 2025.',
    ],
  ],
  legal: [
    ['The Platform Work Directive may turn subcontractors into employees.'],
    ['A rise in the minimum wage to EUR 15 is under discussion.'],
  ],
  eliminate: [
    [
      'Same-day delivery outside Berlin and Warsaw, which does not pay.',
      'Same-day delivery remains unprofitable outside Berlin and Warsaw.',
    ],
  ],
  reduce: [
    [
      'Delivery to the door as the standard, where a locker is near.',
      'Parcel lockers cut the cost of the last mile by 38 % against delivery to the door.',
    ],
  ],
  raise: [
    [
      'The electric share of the fleet, from 17 % to half by 2028.',
      'By 2028 half of the fleet shall be electric. In 2025 the share was 17 %.',
    ],
  ],
  create: [
    [
      'Returns as a product of their own for fashion merchants.',
      'A returns service for fashion merchants started in October and has 140 customers.',
    ],
  ],
};

const HYPOTHESIS = {
  text: 'Merchants may pay more for a carrier that takes returns off their hands.',
  question: 'What share of fashion merchants would pay at least EUR 1 per parcel for returns at the door?',
  evidence_needed: 'Interviews with twenty merchants, or prices of the 140 contracts signed since October.',
};

function citationOf({ sources }, quote) {
  const source = sources.find(({ content }) => content.includes(quote));
  if (!source) throw new Error(`No source says "${quote}".`);
  const start = source.content.indexOf(quote);
  return { source_id: source.id, quote, start, end: start + quote.length };
}

const findingOf = (request, bucket, [text, quote = text]) => ({
  bucket,
  text,
  origin: quote === text ? 'extracted' : 'generated',
  citations: [citationOf(request, quote)],
});

/** What an engine would have found, as far as FOUND and the sources go; `change` may put other things in its place. */
function store(fields, { engine = GEMINI, found = FOUND, change = {}, rest = {} } = {}) {
  const request = analysisRequestSchema.parse(fields);
  const frameworks = request.frameworks.map((framework) => {
    const { buckets } = FRAMEWORKS[framework];
    return {
      framework,
      findings: buckets.flatMap(({ name }) =>
        (found[name] ?? []).map((each) => findingOf(request, name, each)),
      ),
      hypotheses: [],
      scores: Object.fromEntries(buckets.map(({ name }, index) => [name, [4, 2, 3, 4, 5][index % 5]])),
      failure: null,
      ...change[framework],
    };
  });
  const usage = { usd: 0.0123, calls: 5, tokens: 21_000, status: 'priced' };
  const findings = {
    frameworks,
    recommendations: [],
    next_steps: [],
    warnings: [],
    partial_reasons: [],
    usage,
    ...rest,
  };
  return { report: assembleReport(request, findings, engine, FACTS), sources: request.sources };
}

/** A report as a client gets it. */
export function typical(fields = {}, options = {}) {
  const request = {
    company: 'Nordwind Logistik SE',
    industry: 'Parcel delivery',
    sources: SOURCES,
    ...fields,
  };
  const recommend = (text, priority, quote) => ({
    text,
    origin: 'generated',
    priority,
    citations: [citationOf(request, quote)],
  });
  return store(request, {
    ...options,
    change: { blue_ocean: { hypotheses: [{ bucket: 'create', ...HYPOTHESIS }] }, ...options.change },
    rest: {
      recommendations: [
        recommend(
          'Build out parcel lockers before the next price round: they lower the cost of the last mile by 38 %, which no price cut of a rival can match.',
          'high',
          'Parcel lockers cut the cost of the last mile by 38 % against delivery to the door.',
        ),
        recommend(
          'Win ten mid-sized shippers for each percent of revenue that the largest customer may take away.',
          'high',
          'The largest of them has announced a delivery fleet of its own.',
        ),
        recommend(
          'Hedge half of the diesel needed until the carbon price starts.',
          'medium',
          'Diesel is bought on the spot market and is not hedged.',
        ),
      ],
      next_steps: [
        'Ask the 140 customers of the returns service what they would pay.',
        'Cost a locker network of 6,000 for Poland and the Baltic states.',
        'Obtain the tender calendar of the fifty largest shippers.',
      ],
      warnings: ['A sentence of source "news" reads like an instruction and was not used (at 214).'],
      ...options.rest,
    },
  });
}

/** Nothing but questions: a company without sources. */
export const empty = (fields = {}) => {
  const request = { company: 'Société Générale', industry: 'Banking', ...fields };
  const { frameworks } = analysisRequestSchema.parse(request);
  const change = Object.fromEntries(
    frameworks.map((name) => [
      name,
      {
        hypotheses: FRAMEWORKS[name].buckets
          .slice(0, 3)
          .map((bucket) => ({ bucket: bucket.name, ...HYPOTHESIS })),
      },
    ]),
  );
  return store(request, {
    engine: EXTRACTIVE,
    found: {},
    change,
    rest: { next_steps: [HYPOTHESIS.question] },
  });
};

/** One framework failed, one has little, one has nothing. */
export const broken = () =>
  typical(
    {},
    {
      found: {
        ...FOUND,
        political: [],
        legal: [],
        social: [],
        buyer_power: [],
        supplier_power: FOUND.supplier_power.slice(0, 1),
        eliminate: [],
        reduce: [],
        raise: [],
        create: [],
      },
      change: { swot: { failure: 'upstream_error', findings: [] } },
      rest: { partial_reasons: ['budget_exhausted'], recommendations: [] },
    },
  );

/** Five items in every bucket, each of about 400 characters, on twenty sources: as large as a report gets. */
export const largest = (company = LONG_NAME) => long(company, 5, 20);

/** Two items in every bucket: about twenty pages. */
export const middling = () => long('Nordwind Logistik SE', 2, 6);

const LONG_NAME = 'Vereinigte Nordostmitteleuropäische Paketbeförderungsgesellschaft';

function long(company, items, sourceCount) {
  const names = Object.values(FRAMEWORKS).flatMap(({ buckets }) => buckets.map(({ name }) => name));
  const filler = Object.values(FOUND)
    .flat()
    .map(([text]) => text);
  const passage = (bucket, item) =>
    `Item ${item + 1} on ${bucket.replaceAll('_', ' ')}: ${[0, 1, 2, 3, 4].map((step) => filler[(item * 7 + step + bucket.length * 3) % filler.length]).join(' ')}`;
  const found = Object.fromEntries(
    names.map((name) => [name, Array.from({ length: items }, (_, item) => [passage(name, item)])]),
  );
  const lines = Object.values(found).flat(2);
  const sources = Array.from({ length: sourceCount }, (_, index) => ({
    id: `source-${index + 1}`,
    title: `Source ${index + 1}: ${'a title as long as titles may become, '.repeat(4)}`.slice(0, 190).trim(),
    content: `${ANNUAL_REPORT}\n\n${lines.filter((_line, place) => place % sourceCount === index).join('\n\n')}\n\n${RISK_FACTORS}`,
  }));
  const hypotheses = (name) =>
    FRAMEWORKS[name].buckets.map((bucket) => ({ bucket: bucket.name, ...HYPOTHESIS }));
  const change = Object.fromEntries(
    Object.keys(FRAMEWORKS).map((name) => [name, { hypotheses: hypotheses(name) }]),
  );
  return typical(
    { company, sources, industry: 'Post, parcels and express, road freight, contract logistics' },
    { found, change },
  );
}

export { FOUND, SOURCES, store };
