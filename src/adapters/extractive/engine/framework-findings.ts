import type { Citation, FrameworkName, Source } from '../../../analysis/analysis.js';
import type { Finding, FrameworkFindings } from '../../../analysis/ports/analyst.port.js';
import type { Playbook } from '../playbooks/playbooks.js';
import { forceScore } from './force-score.js';
import type { Passage, Reading } from './reading.js';

/** One framework's findings from what was read, and hypotheses for the buckets without any. */
export function frameworkFindings(
  framework: FrameworkName,
  reading: Reading,
  sources: readonly Source[],
  playbook: Playbook,
): FrameworkFindings {
  const buckets = reading.buckets[framework] ?? {};
  const findings = Object.entries(playbook.hypotheses[framework]).flatMap(([bucket]) =>
    (buckets[bucket]?.passages ?? []).map((passage) => toFinding(bucket, passage, sources)),
  );
  const hypotheses = Object.entries(playbook.hypotheses[framework])
    .filter(([bucket]) => !buckets[bucket])
    .map(([bucket, hypothesis]) => ({ bucket, ...hypothesis }));
  const scores = framework === 'porter' ? scoresOf(Object.keys(playbook.hypotheses.porter), reading) : {};
  return { framework, findings, hypotheses, scores, failure: null };
}

function toFinding(bucket: string, passage: Passage, sources: readonly Source[]): Finding {
  return { bucket, text: passage.text, origin: 'extracted', citations: [cite(passage, sources)] };
}

/** @throws Error for a passage of a source that was not posted: a defect. */
function cite({ source_id, start, end }: Passage, sources: readonly Source[]): Citation {
  const source = sources.find(({ id }) => id === source_id);
  if (!source) throw new Error('A passage names an unknown source.');
  return { source_id, quote: source.content.slice(start, end), start, end };
}

function scoresOf(forces: readonly string[], { buckets }: Reading): Record<string, number | null> {
  return Object.fromEntries(
    forces.map((force) => {
      const found = buckets.porter?.[force];
      return [force, found ? forceScore(found) : null];
    }),
  );
}
