import { createHook } from 'node:async_hooks';
import { ExtractiveAnalyst } from '../src/adapters/extractive/extractive.analyst.js';
import { analysisRequestSchema } from '../src/analysis/analysis.js';
import type { AnalysisRun, Findings } from '../src/analysis/ports/analyst.port.js';
import type { LabelledSentence } from './labelled-sentence.js';

const RUN: AnalysisRun = {
  signal: new AbortController().signal,
  stage: (_name, work) => work(),
  pay: (_purchase, call) => call(),
};

/** What must hold of whole documents, as sentences of what does not hold. */
export async function checkDocuments(sentences: readonly LabelledSentence[]): Promise<string[]> {
  const analyst = new ExtractiveAnalyst();
  const sockets = countSockets();
  try {
    const faults: string[] = [];
    for (const [company, content] of documentsOf(sentences)) {
      const request = analysisRequestSchema.parse({
        company,
        depth: 'deep',
        sources: [{ id: 'document', title: company, content }],
      });
      const first = await analyst.analyse(request, RUN);
      const second = await analyst.analyse(request, RUN);
      faults.push(...misquotesIn(first, content).map((quote) => `${company}: not in the source: ${quote}`));
      if (JSON.stringify(first) !== JSON.stringify(second)) faults.push(`${company}: two runs differ`);
    }
    if (sockets.opened > 0) faults.push(`${sockets.opened} sockets were opened`);
    return faults;
  } finally {
    sockets.stop();
    await analyst.onApplicationShutdown();
  }
}

/** One document of each company: its sentences as paragraphs and list items. */
function documentsOf(sentences: readonly LabelledSentence[]): Map<string, string> {
  const documents = new Map<string, string>();
  for (const { company, text } of sentences) {
    documents.set(company, `${documents.get(company) ?? `# ${company}`}\r\n\r\n${text}`);
  }
  return documents;
}

const misquotesIn = (findings: Findings, content: string) =>
  findings.frameworks
    .flatMap((framework) => framework.findings.flatMap(({ citations }) => citations))
    .filter(({ quote, start, end }) => quote === '' || content.slice(start, end) !== quote)
    .map(({ quote }) => quote);

const SOCKETS = new Set(['TCPWRAP', 'UDPWRAP', 'GETADDRINFOREQWRAP', 'QUERYWRAP']);

/** Counts sockets and look-ups of this thread. The reader's own thread runs the same code that `assess` runs here. */
function countSockets() {
  const counter = { opened: 0, stop: () => void hook.disable() };
  const hook = createHook({
    init: (_id, type) => {
      if (SOCKETS.has(type)) counter.opened += 1;
    },
  }).enable();
  return counter;
}
