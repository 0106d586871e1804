import {
  isAddressedToMachine,
  passagesOf,
  type Sentence,
  sentenceOf,
  wordsOf,
} from '../../../analysis/source-text/source-text.js';
import { classify, type Judgement } from '../model/classify.js';
import { saysNothing } from '../rules/exclusions.js';
import { vetoedFor } from '../rules/vetoes.js';

interface CitableSentence {
  readonly sentence: Sentence;
  readonly words: readonly string[];
}

export type JudgedSentence = CitableSentence & Judgement;

export interface JudgedSource {
  /** The sentences that may be cited, in their order. */
  readonly sentences: readonly JudgedSentence[];
  /** Offsets of what is addressed to a machine, and is not used. */
  readonly ignored: readonly number[];
}

/** Reads a source once, from its first character to its last. */
export function judgeSource(content: string, companyWords: readonly string[]): JudgedSource {
  const { citable, ignored } = citableIn(content);
  return { sentences: citable.map((each) => ({ ...each, ...judge(each.words, companyWords) })), ignored };
}

/** What the model makes of a sentence, without the buckets that its words rule out. */
function judge(words: readonly string[], companyWords: readonly string[]): Judgement {
  const judgement = classify(words, companyWords);
  if (judgement.sorted.length === 0) return judgement;
  const vetoed = vetoedFor(words);
  const sorted = judgement.sorted.filter(({ framework, bucket }) => !vetoed.has(`${framework}.${bucket}`));
  return { ...judgement, sorted };
}

/** The sentences of a source that may be cited at all, whatever they say. */
export function citableIn(content: string): { citable: CitableSentence[]; ignored: number[] } {
  const citable: CitableSentence[] = [];
  const ignored: number[] = [];
  for (const passage of passagesOf(content)) {
    if (isAddressedToMachine(content.slice(passage.start, passage.end))) {
      ignored.push(passage.start);
      continue;
    }
    const sentence = sentenceOf(content, passage);
    const words = sentence ? wordsOf(sentence.text) : [];
    if (sentence && !saysNothing(sentence.text, words)) citable.push({ sentence, words });
  }
  return { citable, ignored };
}
