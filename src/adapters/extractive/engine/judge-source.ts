import {
  isAddressedToMachine,
  passagesOf,
  type Sentence,
  sentenceOf,
  wordsOf,
} from '../../../analysis/source-text/source-text.js';
import { classify, type Judgement } from '../rules/classify.js';
import { saysNothing } from '../rules/exclusions.js';

export interface JudgedSentence extends Judgement {
  readonly sentence: Sentence;
  readonly words: readonly string[];
}

export interface JudgedSource {
  /** The sentences that may be cited, in their order. */
  readonly sentences: readonly JudgedSentence[];
  /** Offsets of what is addressed to a machine, and is not used. */
  readonly ignored: readonly number[];
}

/** Reads a source once, from its first character to its last. */
export function judgeSource(content: string, companyWords: readonly string[]): JudgedSource {
  const sentences: JudgedSentence[] = [];
  const ignored: number[] = [];
  for (const passage of passagesOf(content)) {
    if (isAddressedToMachine(content.slice(passage.start, passage.end))) {
      ignored.push(passage.start);
      continue;
    }
    const sentence = sentenceOf(content, passage);
    const words = sentence ? wordsOf(sentence.text) : [];
    if (!sentence || saysNothing(sentence.text, words)) continue;
    sentences.push({ sentence, words, ...classify(words, companyWords) });
  }
  return { sentences, ignored };
}
