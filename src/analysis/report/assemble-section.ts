import type { Contents, Framework } from '../frameworks/frameworks.js';
import type { FrameworkFindings, Hypothesis } from '../ports/analyst.port.js';
import type { ClaimBook } from './claim-book.js';
import type { Claim } from './report.schema.js';
import type { Item, SectionStatus } from './section.schema.js';

export interface AssembledSection {
  readonly section: Record<string, unknown>;
  readonly status: SectionStatus;
  /** Buckets with at least one claim that passed the check. */
  readonly covered: number;
  /** Its claims that passed the check, in report order. */
  readonly passing: readonly Claim[];
}

/** One framework's findings as its section of the report; every statement becomes a claim on the way. */
export function assembleSection(
  framework: Framework,
  found: FrameworkFindings,
  book: ClaimBook,
): AssembledSection {
  refuseStrayBuckets(framework, found);
  const root = ['framework_analysis', framework.name];
  const lists = enterFindings(framework, found, root, book);
  const hypotheses = found.hypotheses.map((each, index) =>
    enterHypothesis(each, [...root, 'hypotheses', index], book),
  );
  const itemsOf = (bucket: string) => lists.get(bucket) ?? [];
  const passingOf = (bucket: string) =>
    itemsOf(bucket).flatMap(({ claim_id }) => book.passed(claim_id) ?? []);
  const contents: Contents = {
    items: itemsOf,
    passages: (bucket) => countPassages(passingOf(bucket)),
    score: (bucket) => found.scores[bucket] ?? null,
  };
  const passing = framework.buckets.map(({ name }) => passingOf(name));
  const covered = passing.filter(({ length }) => length > 0).length;
  const status = statusOf(found, covered, framework.buckets.length);
  return {
    section: { status, failure: found.failure, hypotheses, ...framework.arrange(contents) },
    status,
    covered,
    passing: passing.flat(),
  };
}

type Place = readonly (string | number)[];

function enterFindings(
  framework: Framework,
  found: FrameworkFindings,
  root: Place,
  book: ClaimBook,
): Map<string, Item[]> {
  const entries = framework.buckets.map(({ name }): [string, Item[]] => {
    const findings = found.findings.filter(({ bucket }) => bucket === name);
    const place = [...root, ...framework.placeOf(name)];
    return [name, findings.map((finding, index) => book.enter(finding, [...place, index]))];
  });
  return new Map(entries);
}

function enterHypothesis(hypothesis: Hypothesis, place: Place, book: ClaimBook) {
  const { text } = hypothesis;
  return { ...hypothesis, ...book.enter({ text, origin: 'hypothesis', citations: [] }, place) };
}

/** What an engine sorted into no bucket of the framework would vanish from the report without a word. */
function refuseStrayBuckets({ name, buckets }: Framework, { findings, hypotheses }: FrameworkFindings): void {
  const known = new Set(buckets.map((bucket) => bucket.name));
  const stray = [...findings, ...hypotheses].find(({ bucket }) => !known.has(bucket));
  if (stray)
    throw new Error(`The engine sorted a statement into "${stray.bucket}", which "${name}" does not have.`);
}

const countPassages = (claims: readonly Claim[]) =>
  new Set(claims.flatMap(({ citations }) => citations.map(({ quote }) => quote))).size;

function statusOf({ failure }: FrameworkFindings, covered: number, asked: number): SectionStatus {
  if (failure !== null) return 'failed';
  if (covered === 0) return 'insufficient_evidence';
  return covered === asked ? 'complete' : 'partial';
}
