import { join } from 'node:path';
import { assess, type Assessment } from './assess.js';
import { checkDocuments } from './documents.js';
import { missedGates } from './gates.js';
import { readSentences, type SetName } from './labelled-sentence.js';
import { print } from './print.js';
import { SORTERS } from './sorters.js';

/** This file runs from dist/eval/eval. */
const FOLDER = join(__dirname, '../../../eval');

export interface Judgement {
  readonly text: string;
  readonly result: {
    readonly assessment: Assessment;
    readonly faults: readonly string[];
    readonly missed: readonly string[];
  };
  /** Whether quotes are exact, runs equal, and no gate of the judging set is missed. */
  readonly good: boolean;
}

/** How well an engine sorts the sentences of a set; null for an engine that is not asked about single sentences. */
export async function judgeSentences(engine: string, set: SetName): Promise<Judgement | null> {
  const sorter = SORTERS[engine];
  if (!sorter) return null;
  const sentences = readSentences(set, FOLDER);
  const assessment = await assess(sentences, sorter);
  const faults = await checkDocuments(sentences);
  const missed = set === 'judging' ? missedGates(assessment) : [];
  const documents = faults.length === 0 ? ['documents: quotes exact, runs equal, no socket'] : faults;
  const text = [print(assessment), ...documents, ...missed.map((gate) => `MISSED: ${gate}`)].join('\n');
  return { text, result: { assessment, faults, missed }, good: missed.length + faults.length === 0 };
}
