import { FRAMEWORKS } from '../../src/analysis/frameworks/frameworks.js';
import type { StoredReport } from '../../src/analysis/ports/report-storage.port.js';
import { assembleReport } from '../../src/analysis/report/report.js';
import { extracted, FACTS, findingsOf, GEMINI, requestOf, sourceOf } from './sample-analysis.js';

/** Names that have broken printed reports: entities, quotes, every script that the fonts hold, and words without end. */
export const NAMES = [
  'AT&T',
  'McDonald’s',
  'Société Générale',
  'Łódź Żółć S.A.',
  'Ngân hàng Việt Nam Thịnh Vượng',
  'Ελληνικά Πετρέλαια',
  'Сбербанк России',
  'أرامكو السعودية',
  'בנק הפועלים',
  '贵州茅台酒股份有限公司',
  'トヨタ自動車株式会社',
  '삼성전자',
];

const LONG_WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(
  3,
);
const HOSTILE_TITLE = `<script>alert("7")</script> & 'quotes' "${LONG_WORD.slice(0, 120)}"`;

/** A report in which every name is a statement, and everything else is as unpleasant as a client may send it. */
export function hostileReport(fields: object = {}): StoredReport {
  const sentences = NAMES.map((name, index) => `${name}: sales rose by ${index + 7} %.`);
  const content = [...sentences, LONG_WORD, '😀 👩‍👩‍👧 🇫🇷'].join('\n\n');
  const request = requestOf({ company: 'AT&T', sources: [sourceOf('a', content, HOSTILE_TITLE)], ...fields });
  const buckets = (name: keyof typeof FRAMEWORKS) => FRAMEWORKS[name].buckets.map((bucket) => bucket.name);
  const swot = buckets('swot').flatMap((bucket, place) =>
    sentences
      .filter((_sentence, index) => index % 4 === place)
      .map((each) => extracted(request, bucket, each)),
  );
  const hypotheses = buckets('pestel').map((bucket) => ({
    bucket,
    text: HOSTILE_TITLE,
    question: `${LONG_WORD}?`,
    evidence_needed: '😀',
  }));
  const findings = findingsOf(
    request,
    {
      swot: { findings: [...swot, extracted(request, 'threats', LONG_WORD)] },
      pestel: { hypotheses },
      porter: { failure: 'upstream_error' },
    },
    { warnings: [HOSTILE_TITLE], next_steps: [LONG_WORD] },
  );
  return { report: assembleReport(request, findings, GEMINI, FACTS), sources: request.sources };
}
