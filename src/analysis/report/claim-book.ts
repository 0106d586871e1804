import { checkSupport, type SourceIndex } from './check-claim.js';
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

  constructor(private readonly sources: SourceIndex) {}

  /** Checks a statement and enters it; `place` is where it stands in the report, step by step. */
  enter({ text, origin, citations }: Statement, place: readonly (string | number)[]): Item {
    const id = `c${this.claims.length + 1}`;
    const support = origin === 'hypothesis' ? 'unverified' : checkSupport(text, citations, this.sources);
    this.claims.push({ id, path: `/${place.join('/')}`, text, origin, support, citations: [...citations] });
    return { claim_id: id, text };
  }

  /** Claims that passed the check. */
  passing(): Claim[] {
    return this.claims.filter(({ support }) => support !== 'unverified');
  }

  passed(id: string): boolean {
    return this.claims.some((claim) => claim.id === id && claim.support !== 'unverified');
  }
}
