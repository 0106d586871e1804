import { Phrases } from '../../../analysis/source-text/source-text.js';

/** Good or bad for the company, from -1 to 1 by sign; 0 where the sentence does not say. */
export type Polarity = -1 | 0 | 1;

const list = (text: string) =>
  text
    .trim()
    .split(/\s*\n\s*|\s*,\s*/)
    .filter((each) => each !== '');

const GOOD = list(`
  strong, stronger, strongest, strength~, robust, resilient, resilience, leading, leader, leadership, market leader, largest
  outperform~, outpac~, exceed~, record revenue, record profit, record sales, record order~, record high
  award~, award winning, loyal, loyalty, trusted, reputation for, well known, recognised .. for, recognized .. for
  competitive advantage, advantage~, differentiat~, proprietary, patented, patent portfolio, exclusive, unique~
  profitable, profitability improved, efficient, efficiency, efficiencies, productivity gains, economies of scale
  debt free, net cash, investment grade, well capitalised, well capitalized, cash generative, healthy, solid, excellent
  best in class, world class, top rated, high retention, retention of, renewal rate~, net promoter, satisfied, satisfaction
  opportunit~, potential, promising, attractive, untapped, underserved, tailwind~, favourabl~, favorabl~, supportive
  breakthrough, innovat~, successful~, success, won, secured, benefit~, improv~, gain~, boost~, accelerat~
  expand~, expansion, approved, approval, grant, subsid~, incentive~, diversified, skilled, experienced
  on time, ahead of schedule, ahead of plan, scalable, low cost, lowest cost, cost leader, deep expertise
  tax credit~, easing, eased, recover~, rebound~, deregulat~, doubled, tripled, upgraded, simplif~
`);
const BAD = list(`
  weak, weaker, weakest, weakness~, weakened, weakening, poor, inadequate, insufficient, outdated, obsolete, ageing, aging, legacy
  loss, losses, loss making, unprofitable, deficit, impairment~, write down~, writedown~, write off~, default~, bankrupt~, insolven~
  debt burden, highly leveraged, heavily indebted, indebtedness, leverage ratio, covenant~
  fail~, failure~, outage~, downtime, delay~, disrupt~, shortage~, bottleneck~, recall~, defect~, breach~, hack~, ransomware
  risk~, threat~, threaten~, exposed to, exposure to, vulnerab~, uncertain~, volatil~, headwind~, adverse~, adversely, harm~, damage~, hurt, erode~, eroding
  pressure, pressured, squeez~, intense, intensif~, fierce, aggressive~, price war~, undercut~, commoditi~
  lawsuit~, litigation, sued, fine~, fined, penalt~, sanction~, tariff~, investigat~, fraud, antitrust, infring~, class action
  strike~, walkout~, turnover of staff, attrition, understaffed, churn, complain~, criticis~, criticiz~, backlash, boycott~
  lack~, lacks, struggl~, difficult~, challeng~, problem~, constrain~, limited, depend~, dependen~, reliant, relies on, rely on, concentrat~
  recession, slowdown, downturn, inflation~, stagnat~, saturat~, shrink~, shrank, contract~ by, decline~, declining, deteriorat~, slump~, plunge~, drop~, fell
  lost, losing, missed, behind schedule, over budget, overrun~, suspended, halted, cancel~, closed, closure~, layoff~, redundan~
  overdue, expire~, expiry, restrict~, ban, banned, bans, prohibit~, unable, cannot, costly, expensive, burden~, drought~, flood~, wildfire~, storm~
  slow, slower, slowest, slowed, understaff~, poach~, counterfeit~, protest~, shortfall, narrow~, unresolved, inexperience~, underinvest~, no successor, key person
`);
const NEGATIONS = new Set(
  "not no never without neither nor none hardly n't cannot isn't aren't wasn't weren't don't doesn't didn't won't free avoid avoided avoids mitigate mitigates mitigated eliminated overcome overcame resolved offset offsets despite reduce reduces reduced reducing cut".split(
    ' ',
  ),
);
const RISING = list(
  'increas~, rose, rise, rises, rising, grew, grow~, growth, higher, up, climb~, surg~, soar~, doubl~, tripl~, escalat~, mount~, more',
);
const FALLING = list(
  'decreas~, fell, fall, falls, falling, lower~, reduc~, declin~, drop~, cut, cuts, shrank, shrink~, down, less, fewer, halv~, slump~, narrow~, dip~, eas~',
);
const GOOD_THINGS = list(
  'revenue~, sales, profit~, margin~, earnings, demand, orders, backlog, market share, share, cash flow, customers, subscriber~, traffic, productivity, retention, volume~, adoption, yield~, income, bookings, occupancy, footfall, market, spending, sentiment, users, output, satisfaction',
);
const BAD_THINGS = list(
  'cost~, expense~, debt, loss~, churn, complaint~, emission~, defect~, waste, turnover, delays, lead time~, price~ of, energy prices, input prices, commodity prices, prices, rates, interest rates, wages, premiums, tariffs, taxes, injur~, returns, inventor~, downtime, competition, unemployment, arrears, outages, backlogs, rents, rent',
);

type Cue = 'good' | 'bad' | 'rising' | 'falling' | 'good_thing' | 'bad_thing';
const CUES = new Phrases<Cue>([
  ...GOOD.map((phrase) => [phrase, 'good'] as const),
  ...BAD.map((phrase) => [phrase, 'bad'] as const),
  ...RISING.map((phrase) => [phrase, 'rising'] as const),
  ...FALLING.map((phrase) => [phrase, 'falling'] as const),
  ...GOOD_THINGS.map((phrase) => [phrase, 'good_thing'] as const),
  ...BAD_THINGS.map((phrase) => [phrase, 'bad_thing'] as const),
]);

const NEAR_WORDS = 6;
const NEGATION_REACH = 3;
const DIRECTION_WEIGHT = 2;

/** Adds up good and bad words, each turned by a negation before it, and movements of good and bad things. */
export function polarityOf(words: readonly string[]): Polarity {
  const cues = CUES.find(words);
  let sum = 0;
  for (const { value, from } of cues) {
    if (value === 'good') sum += negated(words, from) ? -1 : 1;
    else if (value === 'bad') sum += negated(words, from) ? 1 : -1;
  }
  for (const move of cues.filter(({ value }) => value === 'rising' || value === 'falling')) {
    const things = cues.filter(
      ({ value, from }) =>
        value.endsWith('_thing') && from !== move.from && Math.abs(from - move.from) <= NEAR_WORDS,
    );
    const nearest = things.sort((a, b) => Math.abs(a.from - move.from) - Math.abs(b.from - move.from))[0];
    if (!nearest) continue;
    const good = (nearest.value === 'good_thing') === (move.value === 'rising');
    sum += good ? DIRECTION_WEIGHT : -DIRECTION_WEIGHT;
  }
  return Math.sign(sum) as Polarity;
}

function negated(words: readonly string[], at: number): boolean {
  return words
    .slice(Math.max(0, at - NEGATION_REACH), at)
    .some((word) => NEGATIONS.has(word) || word.endsWith("n't"));
}
