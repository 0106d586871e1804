import type { Contents, Framework } from '../frameworks/frameworks.js';
import type { FrameworkFindings } from '../ports/analyst.port.js';
import type { ClaimBook } from './claim-book.js';
import type { Item, SectionStatus } from './section.schema.js';

export interface AssembledSection {
  readonly section: Record<string, unknown>;
  readonly status: SectionStatus;
  /** Buckets with at least one claim that passed the check. */
  readonly covered: number;
  /** Every item in report order. */
  readonly items: readonly Item[];
}

/** One framework's findings as its section of the report; every statement becomes a claim on the way. */
export function assembleSection(
  framework: Framework,
  found: FrameworkFindings,
  book: ClaimBook,
): AssembledSection {
  const root = ['framework_analysis', framework.name];
  const lists = new Map<string, Item[]>();
  for (const { name } of framework.buckets) {
    const findings = found.findings.filter(({ bucket }) => bucket === name);
    const place = [...root, ...framework.placeOf(name)];
    lists.set(
      name,
      findings.map((finding, index) => book.enter(finding, [...place, index])),
    );
  }
  const contents: Contents = {
    items: (bucket) => lists.get(bucket) ?? [],
    score: (bucket) => found.scores[bucket] ?? null,
  };
  const hypotheses = found.hypotheses.map((hypothesis, index) => ({
    ...hypothesis,
    ...book.enter({ text: hypothesis.text, origin: 'hypothesis', citations: [] }, [
      ...root,
      'hypotheses',
      index,
    ]),
  }));
  const covered = [...lists.values()].filter((items) =>
    items.some(({ claim_id }) => book.passed(claim_id)),
  ).length;
  const status = statusOf(found, covered, framework.buckets.length);
  const section = { status, failure: found.failure, hypotheses, ...framework.arrange(contents) };
  return { section, status, covered, items: [...lists.values()].flat() };
}

function statusOf({ failure }: FrameworkFindings, covered: number, asked: number): SectionStatus {
  if (failure !== null) return 'failed';
  if (covered === 0) return 'insufficient_evidence';
  return covered === asked ? 'complete' : 'partial';
}
