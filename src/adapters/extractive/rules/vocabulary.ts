/** Words that stand for one another in the rules, written as alternatives of one step of a phrase. */

const either = (text: string) =>
  text
    .trim()
    .split(/[\s,]+/)
    .join('|');

/** A firm by what it does. */
export const FIRM =
  either(`airline bank insurer carrier carmaker automaker retailer grocer store supermarket hotel resort operator
  provider vendor supplier broker haulier trucker shipper hospital clinic practice utility network brand maker manufacturer lender company firm
  chain developer publisher brewer brewery group producer distributor dealer shop player platform studio house lab laboratory agency
  rival competitor peer contractor refinery miner mill foundry forge yard shipyard builder drugmaker pharmacy caterer bakery farm insurer's
  startup upstart entrant newcomer challenger discounter incumbent generator telecom telco wholesaler cooperative mutual other`);

export const FIRMS =
  either(`airlines banks insurers carriers carmakers automakers retailers grocers stores supermarkets hotels resorts operators
  providers vendors suppliers brokers hauliers truckers hospitals clinics practices utilities networks brands makers manufacturers lenders
  companies firms chains developers publishers brewers breweries groups producers distributors dealers shops players platforms studios houses
  rivals competitors peers contractors refineries miners mills foundries forges yards shipyards builders drugmakers pharmacies agencies laboratories labs
  startups entrants newcomers challengers discounters incumbents generators telcos wholesalers mutuals others everyone`);

export const RIVALS =
  either(`rival rivals competitor competitors challenger challengers discounter discounters newcomer newcomers entrant entrants incumbent
  incumbents startups rival's competitor's competitors' rivals'`);

/** Whoever buys. */
export const BUYERS =
  either(`customers clients patients guests passengers travellers travelers shippers households policyholders subscribers members
  shoppers consumers tenants farmers builders garages hospitals schools universities employers families motorists drivers users readers viewers
  diners buyers borrowers savers depositors merchants advertisers retailers wholesalers supermarkets airlines carmakers utilities cities towns
  municipalities villages couples parents students pensioners homeowners renters landlords smes businesses firms companies restaurants hotels
  workshops doctors dentists physicians pharmacists brokers people women men audiences investors`);

/** Who makes rules and spends public money. */
export const STATE =
  either(`government governments ministry minister ministers parliament congress senate state states regulator regulators commission
  council city cities authority authorities treasury governor president administration lawmakers legislature legislators washington brussels beijing
  berlin paris london delhi tokyo ottawa canberra madrid rome moscow ankara brasilia eu union municipality municipalities county province court courts
  watchdog agency ombudsman party parties coalition chancellor mayor secretary department senators mps government's voters`);

/** What a state does to a trade that does not like it. */
export const BURDEN =
  either(`ban tax cap cut raise halve end abolish restrict limit tighten nationalise nationalize impose levy require oblige force
  freeze scrap withdraw phase triple prohibit outlaw regulate reduce lower slash stop close revoke suspend curb toughen introduce double extend`);

/** What harms a firm, as a verb after "could" or "may". */
export const HARM =
  either(`harm hurt damage erode disrupt delay depress jeopardise jeopardize threaten weaken squeeze undermine cost close halt stop
  strand wipe deprive force lose shrink halve suffer fail collapse lead expose impair interrupt restrict limit prevent exceed deteriorate worsen
  result reduce decrease decline fall cut slow dampen divert destroy ruin eat render make invalidate increase raise push drive trigger cause face
  require oblige leave switch turn abandon withdraw cancel default impose incur adversely materially negatively`);

/** What went up. */
export const ROSE = either(
  'rose risen rise rises climbed jumped soared surged doubled tripled quadrupled increased grew up spiked mounted swelled went gone',
);
/** What went down. */
export const FELL = either(
  'fell fallen fall falls dropped declined slipped slid sank shrank shrunk halved plunged slumped collapsed decreased down tumbled dwindled dipped',
);

/** What is bad about a firm's own doings when there is much of it. */
export const FAULTS =
  either(`errors faults defects complaints returns breakdowns outages accidents incidents mistakes delays rejects claims
  cancellations recalls injuries failures disputes vacancies absences departures resignations overruns losses shortages leaks churn attrition turnover absenteeism write-offs overtime`);

/** The people of a firm. */
export const STAFF =
  either(`staff employees engineers managers pilots nurses doctors surgeons drivers technicians developers programmers scientists
  chemists analysts underwriters agents advisers advisors executives directors workers mechanics welders machinists teachers salespeople brokers
  dispatchers crews crew cooks chefs partners foremen planners buyers actuaries`);

/** What stands for everybody else in a comparison. */
export const OTHERS =
  either(`others rivals competitors peers most industry industry's sector sector's trade market average norm typical usual customary
  elsewhere anyone anybody everyone everybody nearest next main closest largest leading best-known national european global worldwide other any`);

/** Countries and their people. */
export const NATION =
  either(`america american britain british germany german france french italy italian spain spanish portugal portuguese poland
  polish netherlands dutch belgium belgian austria austrian switzerland swiss sweden swedish norway norwegian denmark danish finland finnish ireland
  irish greece greek turkey turkish russia russian ukraine ukrainian hungary hungarian romania romanian china chinese japan japanese korea korean india
  indian indonesia indonesian vietnam vietnamese thailand thai malaysia malaysian singapore philippines pakistan bangladesh australia australian
  canada canadian mexico mexican brazil brazilian argentina argentine chile chilean peru colombia egypt egyptian nigeria nigerian kenya kenyan
  ethiopia morocco algeria libya israel israeli iran iranian iraq saudi qatar emirates gulf taiwan africa african europe european asia asian
  washington beijing brussels moscow london paris berlin tokyo delhi ankara`);

export const CURRENCY = either(
  `dollar euro pound yen sterling franc peso real rupee lira krona krone rand yuan renminbi won zloty ruble rouble forint shekel baht currency currencies dollar's euro's yen's pound's peso's franc's`,
);

/** What is bought and sold in bulk. */
export const METAL =
  either(`steel aluminium aluminum copper nickel zinc tin lithium cobalt gold silver platinum palladium graphite polysilicon crude oil
  brent diesel kerosene gasoline petrol naphtha ethylene gas coal electricity wheat corn maize barley hops rice soy soya cocoa coffee tea sugar milk
  butter cheese eggs beef pork poultry salmon cotton wool rubber pulp paper timber lumber cement resin fertiliser fertilizer potash ammonia helium
  freight containers charter hazelnuts almonds vanilla olive oranges`);
