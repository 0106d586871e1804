import {
  isInstruction,
  type Sentence,
  sentencesOf,
  wordsOf,
} from '../../../analysis/source-text/source-text.js';
import { classify, type Judgement } from '../rules/classify.js';
import { saysNothing } from '../rules/exclusions.js';

export interface JudgedSentence extends Judgement {
  readonly sentence: Sentence;
  readonly words: readonly string[];
}

/** The sentences of a source that may be cited, judged, in their order. */
export function* judgeSource(content: string, companyWords: readonly string[]): Generator<JudgedSentence> {
  for (const sentence of sentencesOf(content)) {
    const words = wordsOf(sentence.text);
    if (isInstruction(words) || saysNothing(sentence.text, words)) continue;
    yield { sentence, words, ...classify(words, companyWords) };
  }
}
