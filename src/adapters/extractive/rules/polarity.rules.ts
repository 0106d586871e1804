/** Words that are good or bad news wherever they stand. */
export const GOOD = `
  strong, stronger, strongest, strength~, robust, resilient, resilience, leading position, leader, leadership, market leader, largest network
  outperform~, outpac~, exceed~, record revenue, record profit, record sales, record order~, record high, record number, record year, record backlog, record harvest
  award~, award winning, loyal, loyalty, trusted, reputation for, well known, recognised .. for, recognized .. for, praised, praise, prestigious
  competitive advantage, advantage~, differentiat~, proprietary, patented, patent portfolio, exclusive, unique~, holds .. patents, owns .. patents
  profitable, profitability improved, efficient, efficiency, efficiencies, productivity gains, economies of scale
  debt free, net cash, investment grade, well capitalised, well capitalized, cash generative, healthy, solid, excellent, outstanding
  best in class, world class, top rated, high retention, retention of, renewal rate~, net promoter, satisfied, satisfaction, ranked first, best, fastest, cheapest, first place
  opportunit~, potential, promising, attractive, untapped, underserved, tailwind~, favourabl~, favorabl~, supportive, room to grow, room for growth, unmet
  breakthrough, innovat~, successful~, succeed~, success, won, secured, benefit~, improv~, gain~, boost~, accelerat~, helped, helps, enable~, strengthen~
  expand~, expansion, approved, approval, grant, grants, subsid~, incentive~, diversified, skilled, experienced, expertise, fully booked, sold out
  on time, ahead of schedule, ahead of plan, ahead of .. competitor~|rival~, scalable, low cost, lowest cost, lowest unit cost, cost leader, deep expertise
  tax credit~, tax relief, easing, eased, recover~, rebound~, deregulat~, doubled, tripled, upgraded, simplif~, renewed, reliable, reliability, profit, profits, savings, saves, saved, faster, better, safer, willing to pay, popular, popularity, boom, booming, thriving, flourish~, free trade, trade agreement, lifted .. ban, withdr~ .. from, long term contract~, no debt, repeat customers, repeat business, above average, above the industry`;

export const BAD = `
  weak, weaker, weakest, weakness~, weakened, weakening, poor, poorly, inadequate, insufficient, outdated, obsolete, ageing fleet|plant~|equipment|machine~|systems|network|infrastructure, aging fleet|plant~|equipment|machine~|systems|network|infrastructure, legacy, decades old
  loss, losses, loss making, unprofitable, deficit, impairment~, write down~, written down, wrote down, writedown~, write off~, default~, bankrupt~, insolven~
  debt burden, highly leveraged, heavily indebted, indebtedness, leverage ratio, covenant~
  fail~, failure~, outage~, downtime, delay~, disrupt~, shortage~, bottleneck~, recall~, defect~, breach~, hack~, ransomware, phishing, cyber attack~, cyberattack~
  risk~, threat~, threaten~, exposed to, exposure to, vulnerab~, uncertain~, volatil~, headwind~, adverse~, adversely, harm~, damage~, hurt, erode~, eroding, endanger~, jeopardi~
  pressure, pressured, squeez~, intense, intensif~, fierce, aggressive~, price war~, undercut~, commoditi~, overcapacity, cheap import~, cheaper import~
  lawsuit~, litigation, sued, fine~, fined, penalt~, sanction~, tariff~ on|of, new tariff~, import dut~, investigat~, fraud, antitrust, infring~, class action, corruption, bribery
  strike~, walkout~, turnover of staff, staff turnover, attrition, understaffed, churn, complain~, criticis~, criticiz~, backlash, boycott~, vacan~, unfilled, absenteeism
  lack~, lacks, struggl~, difficult~, challeng~, problem~, constrain~, limited, depend~, dependen~, reliant, reliance, relies on, rely on, concentrat~, single supplier|customer|site|plant, sole supplier, manual~, spreadsheets, paper based
  recession, slowdown, downturn, inflation~, stagnat~, saturat~, shrink~, shrank, contract~ by, decline~, declining, deteriorat~, slump~, plunge~, drop~, fell
  lost, losing, lose, missed, behind schedule, behind plan, over budget, overrun~, suspended, halted, cancel~, closed, closure~, layoff~, redundan~, late deliver~, lag~ behind, lags, trails, behind .. competitor~|rival~
  overdue, expire~, expiry, restrict~, ban, banned, bans, prohibit~, unable, cannot, costly, expensive, burden~, drought~, flood~, wildfire~, storm~, hurricane~, heatwave~, crop failure~
  slow, slower, slowest, slowed, understaff~, poach~, counterfeit~, protest~, shortfall, narrow~, unresolved, inexperience~, underinvest~, no successor, key person, fewer customers, stricter, tougher, worse, worst, crisis, war, pandemic, scarce, scarcity, idle, unsold, excess inventory, abandon~, new entrant~, delist~, substitut~, piracy, unrest, embargo~, higher cost~, compliance cost~, switched to .. competitor~|rival~, below average, below the industry, dissatisf~, negative`;

export const RISING = `increas~, rose, rise, rises, risen, rising, grew, grow~, growth, higher, up by|to|from|# , climb~, surg~, soar~, doubl~, tripl~, escalat~, mount~, more, jump~, raise, raised, raises, raising, record, high, highest, peak~, expand~, spike~, longer, lengthen~, widen~`;
export const FALLING = `decreas~, fell, fall, falls, fallen, falling, lower~, reduc~, declin~, drop~, cut, cuts, cutting, shrank, shrink~, down by|to|from|#, less, fewer, halv~, slump~, narrow~, dip~, eas~, low, lowest, plung~, slid, shorten~, shorter, trim~, saved, sank, weaken~, slip~, contracted`;
export const GOOD_THINGS = `revenue~, sales, profit~, margin~, earnings, demand, orders, backlog, market share, share, cash flow, customers, subscriber~, traffic, productivity, retention, volume~, adoption, yield~, income, incomes, bookings, occupancy, footfall, market, spending, sentiment, users, output, satisfaction, renewals, renewal rate~, interest in, passengers, visitors, guests, members, tourism, consumption, confidence, exports, utili~, popularity, appetite, liquidity, funding, subsid~, deposits, loyalty, awareness, rating~, investment`;
export const BAD_THINGS = `cost~, expense~, debt, loss~, churn, complaint~, emission~, defect~, waste, turnover, staff turnover, delays, lead time~, price~ of, energy prices, input prices, commodity prices, prices, rates, interest rates, wages, premiums, tariffs, taxes, injur~, returns, inventor~, downtime, competition, unemployment, arrears, outages, backlogs, rents, rent, fees, tax, tariff, duties, accidents, vacancies, fuel, waiting time~, delivery time~, unit cost~, power consumption, energy use, claims, inflation, discounts, rebates, theft, fraud, failures, interest payments, gearing, leverage`;
