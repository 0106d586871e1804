import type { Finding, FrameworkFindings } from '../../../analysis/ports/analyst.port.js';
import type { Evidence } from '../evidence/evidence.js';
import { clipToTokens } from '../money/token-bound.js';

/** A finding that has its quotes, and the name under which later steps speak of it. */
export interface Statement {
  readonly reference: string;
  readonly finding: Finding;
}

/** More is not shown of one statement and its quotes; it lets the steps that read them be priced before. */
export const STATEMENT_TOKENS = 400;

/** What later steps may build on, under names such as `swot.strengths.2`. */
export function statementsOf(frameworks: readonly FrameworkFindings[]): Statement[] {
  return frameworks.flatMap(({ framework, findings }) => {
    const counts = new Map<string, number>();
    return findings.flatMap((finding) => {
      const number = (counts.get(finding.bucket) ?? 0) + 1;
      counts.set(finding.bucket, number);
      const reference = `${framework}.${finding.bucket}.${number}`;
      return finding.citations.length === 0 ? [] : [{ reference, finding }];
    });
  });
}

/** The statements as a later step reads them. They come from data, so they are fenced in like data. */
export function listStatements(statements: readonly Statement[], evidence: Evidence): string {
  const lines = statements.map(({ reference, finding }) => {
    const quotes = finding.citations.map(({ quote }) => `  quote: ${oneLine(quote)}`);
    return clipToTokens([`${reference}: ${oneLine(finding.text)}`, ...quotes].join('\n'), STATEMENT_TOKENS);
  });
  return evidence.fenced('statements', lines.length === 0 ? 'There are none.' : lines.join('\n'));
}

/** Only runs of blanks that are not one space already. */
const oneLine = (text: string) => text.replace(/[^\S ]\s*| \s+/g, ' ').trim();
