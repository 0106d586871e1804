import { Phrases } from './phrases.js';

/** Sentences that talk to a machine instead of about a company. */
const INSTRUCTIONS = new Phrases<true>(
  [
    'ignore .. previous', 'ignore .. above', 'ignore .. prior', 'ignore all', 'ignore any .. instructions',
    'disregard .. instructions', 'disregard .. previous', 'disregard .. above', 'forget .. instructions',
    'forget .. previous', 'override .. instructions', 'system prompt', 'you are now', 'you are an ai',
    'you are a language', 'as an ai', 'act as .. analyst', 'act as if', 'pretend .. you', 'respond only', 'reply only',
    'respond with', 'do not mention', 'do not reveal', 'score .. 5 out', 'rate .. us .. 5', 'rate .. 5', 'score .. 5',
    'assign .. score', 'give .. score', 'give .. rating', 'give us .. top', 'set .. confidence', 'output only',
    'print .. prompt', 'reveal .. prompt', 'new instructions', 'the assistant must', 'assistant should',
    'ai model .. must', 'language model .. must', 'language models .. must', 'language models should', 'dear ai',
    'note to .. ai', 'note to .. model', 'instruction~ to .. model', 'instruction~ to .. assistant', 'must classify',
    'classify this', 'classify .. as .. strength', 'mark .. as .. strength', 'always report', 'omit .. weaknesses',
    'do not list', 'treat .. as .. strength', 'list no weaknesses', 'summari~ .. as positive',
  ].map((phrase) => [phrase, true] as const),
);

/** What every report says, of every company. */
const BOILERPLATE = new Phrases<true>(
  [
    'forward looking statement~', 'safe harbor', 'safe harbour', 'incorporated .. by reference', 'all rights reserved',
    'private securities litigation', 'undertake~ no obligation', 'no obligation to update', 'see note', 'see item',
    'see also', 'refer to note', 'refer to item', 'as defined in', 'for the purposes of', 'this report contains',
    'this document contains', 'this presentation contains', 'table of contents', 'set forth in', 'set forth under',
    'has been prepared in accordance', 'have been prepared in accordance', 'in accordance with ifrs',
    'in accordance with gaap', 'accounting principles', 'accounting policies', 'non gaap', 'actual results .. differ',
    'should be read in conjunction', 'independent auditor~', 'registered trademark~', 'are trademarks', 'is a trademark',
    'copyright', 'certain amounts .. reclassified', 'rounding', 'for illustrative purposes', 'past performance',
    'not .. an offer', 'consult .. advisor~', 'thank you for joining', 'good morning', 'good afternoon', 'operator instructions',
    'annual general meeting .. held', 'was founded in', 'was incorporated in', 'is headquartered in', 'headquarters are located',
    'fiscal year ends', 'fiscal year ended', 'listed on the', 'trades under', 'stock exchange under', 'click here',
    'subscribe', 'next question', 'the following table', 'the table below', 'table below', 'chart below', 'is summarised in', 'is summarized in',
  ].map((phrase) => [phrase, true] as const),
);

export const isInstruction = (words: readonly string[]): boolean => INSTRUCTIONS.find(words).length > 0;

/** Boilerplate and questions say nothing that could be cited. */
export const saysNothing = (text: string, words: readonly string[]): boolean =>
  /\?["”’)]*$/.test(text) || BOILERPLATE.find(words).length > 0;
