import type { FrameworkName } from '../src/analysis/analysis.js';
import { judgeSource } from '../src/adapters/extractive/engine/judge-source.js';
import { wordsOf } from '../src/analysis/source-text/source-text.js';
import type { LabelledSentence } from './labelled-sentence.js';

/** What an engine makes of one sentence. */
export interface Sorting {
  readonly sorted: readonly {
    readonly framework: FrameworkName;
    readonly bucket: string;
    /** Of a force: 1 it grows, -1 it shrinks, 0 not said. */
    readonly direction: number;
  }[];
  /** 1 good, -1 bad for the company, 0 where the engine does not say. */
  readonly polarity: number;
}

/** The seam: an engine is judged by how it sorts a sentence that stands alone in a source. */
export type Sorter = (sentence: Pick<LabelledSentence, 'company' | 'industry' | 'text'>) => Promise<Sorting>;

const NOTHING: Sorting = { sorted: [], polarity: 0 };

const extractive: Sorter = ({ company, text }) => {
  const { sentences } = judgeSource(text, wordsOf(company));
  const [first = NOTHING] = sentences;
  return Promise.resolve({ sorted: sentences.flatMap(({ sorted }) => sorted), polarity: first.polarity });
};

export const SORTERS: Readonly<Record<string, Sorter>> = { extractive };
