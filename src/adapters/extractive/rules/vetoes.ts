import { Phrases, phrases } from '../../../analysis/source-text/source-text.js';

interface Veto {
  /** `framework.bucket`, which the sentence does not belong to whatever the model makes of it. */
  readonly bucket: string;
  /** Whether the phrase must be what the sentence begins with. */
  readonly opens: boolean;
}

/** What no labelled sentence of the bucket says; the model weighs single words and misses it. */
const VETOES: readonly (Veto & { readonly phrases: string })[] = [
  // The company's own results are no part of its setting.
  {
    bucket: 'pestel.economic',
    opens: true,
    phrases: `
    net income, interest income, fee income, revenue, revenues, sales, deposits, profit, net profit, operating profit, ebit, ebitda`,
  },
  // What the company has done is no longer something outside that it could use.
  {
    bucket: 'swot.opportunities',
    opens: true,
    phrases: `
    we introduced|launched|created|removed|abolished, we set aside, we have introduced|launched|created|removed|abolished, we have set aside`,
  },
  // A burden, however green the words around it.
  { bucket: 'swot.opportunities', opens: false, phrases: 'additional|extra|higher|added cost|costs' },
  // Somebody else's failing.
  {
    bucket: 'swot.weaknesses',
    opens: false,
    phrases: `
    of another chain|company|bank|airline|carrier|retailer|firm|group|operator|insurer|manufacturer|utility|provider`,
  },
  // Who lends to others, and whom they come back to, speaks of customers.
  { bucket: 'porter.supplier_power', opens: false, phrases: 'loans to, who value' },
  // Whoever dictates is above the company or below it, not beside it.
  { bucket: 'porter.competitive_rivalry', opens: false, phrases: 'dictate|dictates|dictated' },
  // A choice by the terms is a customer's.
  {
    bucket: 'porter.threat_of_new_entrants',
    opens: false,
    phrases: 'where terms|prices|margins|fees are best|better|lowest|lower|thinnest',
  },
  // Customers who stay as they are leave nothing to win.
  { bucket: 'swot.opportunities', opens: false, phrases: 'rarely move|switch|change' },
];

const TABLE = new Phrases<Veto>(
  VETOES.flatMap(({ phrases: list, ...veto }) =>
    phrases(list).map((phrase): [string, Veto] => [phrase, veto]),
  ),
);

/** What may stand before the words that a sentence begins with. */
const LEADS = new Set(['the', 'our', 'its', 'net', 'total', 'group', "group's", 'underlying']);

/** The buckets, as `framework.bucket`, that a sentence given as words does not belong to. */
export const vetoedFor = (words: readonly string[]): ReadonlySet<string> =>
  new Set(
    TABLE.find(words)
      .filter(({ value, from }) => !value.opens || words.slice(0, from).every((word) => LEADS.has(word)))
      .map(({ value }) => value.bucket),
  );
