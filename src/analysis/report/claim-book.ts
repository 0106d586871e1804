import { checkSupport, type Grounds } from './check-claim.js';
import type { Citation, Claim } from './report.schema.js';
import type { Item } from './section.schema.js';

interface Statement {
  readonly text: string;
  readonly origin: Claim['origin'];
  readonly citations: readonly Citation[];
}

/** The claims of one report, numbered in the order in which they stand in it. */
export class ClaimBook {
  readonly claims: Claim[] = [];
  private readonly checked = new Map<string, Claim>();

  constructor(private readonly grounds: Grounds) {}

  /** Checks a statement and enters it; `place` is where it stands in the report, step by step. */
  enter({ text, origin, citations }: Statement, place: readonly (string | number)[]): Item {
    const id = `c${this.claims.length + 1}`;
    const support = origin === 'hypothesis' ? 'unverified' : checkSupport(text, citations, this.grounds);
    const path = `/${place.join('/')}`;
    const claim: Claim = { id, path, text, origin, support, citations: [...citations] };
    this.claims.push(claim);
    if (support !== 'unverified') this.checked.set(id, claim);
    return { claim_id: id, text };
  }

  /** The claim, where it passed the check. */
  passed(id: string): Claim | undefined {
    return this.checked.get(id);
  }
}
