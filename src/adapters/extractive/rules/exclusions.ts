import { Phrases } from '../../../analysis/source-text/source-text.js';

/** What every report says, of every company. */
const BOILERPLATE = new Phrases<true>(
  [
    'forward looking statement~',
    'safe harbor',
    'safe harbour',
    'incorporated .. by reference',
    'all rights reserved',
    'private securities litigation',
    'undertake~ no obligation',
    'no obligation to update',
    'see note',
    'see item',
    'see also',
    'refer to note',
    'refer to item',
    'as defined in',
    'for the purposes of',
    'this report contains',
    'this document contains',
    'this presentation contains',
    'table of contents',
    'set forth in',
    'set forth under',
    'has been prepared in accordance',
    'have been prepared in accordance',
    'in accordance with ifrs',
    'in accordance with gaap',
    'accounting principles',
    'accounting policies',
    'non gaap',
    'actual results .. differ',
    'should be read in conjunction',
    'independent auditor~',
    'registered trademark~',
    'are trademarks',
    'is a trademark',
    'copyright',
    'certain amounts .. reclassified',
    'rounding',
    'for illustrative purposes',
    'past performance',
    'not .. an offer',
    'consult .. advisor~',
    'thank you for joining',
    'good morning',
    'good afternoon',
    'operator instructions',
    'annual general meeting .. held',
    'was founded in',
    'was incorporated in',
    'is headquartered in',
    'headquarters are located',
    'fiscal year ends',
    'fiscal year ended',
    'listed on the',
    'trades under',
    'stock exchange under',
    'click here',
    'subscribe',
    'next question',
    'the following table',
    'the table below',
    'table below',
    'chart below',
    'is summarised in',
    'is summarized in',
  ].map((phrase) => [phrase, true] as const),
);

/** Somebody's words in a conversation: `Dr. Halvorsen: From wind and from heat.` */
const SPEAKER = /^(?:Mr|Mrs|Ms|Dr|Prof)\.? [^:]{2,40}: /;
/** A reply of no more words says nothing without its question. */
const SHORT_REPLY = 6;

function isShortReply(text: string): boolean {
  const [speaker] = SPEAKER.exec(text) ?? [];
  return (
    speaker !== undefined && text.slice(speaker.length).split(' ', SHORT_REPLY + 1).length <= SHORT_REPLY
  );
}

/** Boilerplate, questions and short replies say nothing that could be cited. */
export const saysNothing = (text: string, words: readonly string[]): boolean =>
  /\?["”’)]*$/.test(text) || isShortReply(text) || BOILERPLATE.find(words).length > 0;
