import { type Block, blocksOf } from './blocks.js';
import { plainText } from '../report/plain-text.js';

/** A sentence and where it stands: `content.slice(start, end)` is its quote. */
export interface Sentence {
  readonly start: number;
  readonly end: number;
  /** Without Markdown's marks and line breaks. */
  readonly text: string;
}

/** Longer ones are lists or legal prose that nobody wants quoted; the bound also keeps every rule's cost bounded. */
const MAX_CHARACTERS = 600;
const MIN_WORDS = 4;

/** Abbreviations after which a sentence goes on, whatever follows. */
const ALWAYS_GOES_ON =
  /(?:^|[\s("“])(?:Mr|Mrs|Ms|Dr|Prof|Sr|Jr|St|vs|approx|ca|cf|e\.g|i\.e|Nos?|Art|Sec|Fig|Dept|Gen|Gov|Sen|Rep|Messrs|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.\s*$/;
/** Abbreviations that can also end a sentence; it goes on unless the next word starts sentences. */
const MAY_GO_ON =
  /(?:^|[\s("“])(?:U\.S(?:\.A)?|U\.K|E\.U|U\.N|a\.m|p\.m|Inc|Corp|Ltd|Co|Bros|LLC|plc|S\.A|N\.V|etc|\p{Lu})\.\s*$/u;
const STARTS_SENTENCES =
  /^["“(]?(?:The|This|These|Those|That|We|Our|It|Its|In|On|At|As|A|An|If|For|While|However|But|And|They|Their|He|She|There|Although|Since|When|With|By|To|Under|After|Before|During|Despite|Sales|Revenue|Management)\b/;
const TAIL = 40;

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** A stretch of a source and what it is part of. */
export interface Passage extends Span {
  readonly kind: Block['kind'];
}

/**
 * Every stretch of a source, however short or long: its sentences, headings, rows and lines of code.
 * @param interests looks at a whole block first; cutting into sentences is what takes the time
 */
export function passagesOf(content: string, interests: (block: string) => boolean = () => true): Passage[] {
  return blocksOf(content)
    .filter(({ start, end }) => interests(content.slice(start, end)))
    .flatMap(({ kind, start, end }) =>
      split(content.slice(start, end)).map((span) => ({
        kind,
        start: start + span.start,
        end: start + span.end,
      })),
    );
}

/** Offsets into a source's content, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

function split(block: string): Span[] {
  // The segmenter ends a sentence at every line break; a space in its place keeps all offsets.
  const paragraph = block.replace(/[\r\n\t\u2028\u2029]/g, ' ');
  const spans: Span[] = [];
  for (const { segment, index } of segmenter.segment(paragraph)) {
    const last = spans.at(-1);
    const end = index + segment.length;
    if (last && goesOn(paragraph.slice(Math.max(last.start, last.end - TAIL), last.end), segment)) {
      spans[spans.length - 1] = { start: last.start, end };
      continue;
    }
    const closing = closingMarks(paragraph, segment, index);
    if (last) spans[spans.length - 1] = { start: last.start, end: last.end + closing };
    spans.push({ start: index + closing, end });
  }
  return spans;
}

/** Marks that close emphasis stand after the full stop, and the segmenter gives them to the next sentence. */
function closingMarks(paragraph: string, segment: string, index: number): number {
  if (index === 0 || paragraph[index - 1] === ' ') return 0;
  return /^[*_`"”’)\]]{0,8}/.exec(segment)?.[0].length ?? 0;
}

function goesOn(before: string, after: string): boolean {
  if (ALWAYS_GOES_ON.test(before) || /^[\p{Ll}]/u.test(after)) return true;
  return MAY_GO_ON.test(before) && !STARTS_SENTENCES.test(after);
}

/** The sentence that a passage of prose is; null for what is no prose, too short to say something, or too long to quote. */
export function sentenceOf(content: string, { kind, start, end }: Passage): Sentence | null {
  if (kind !== 'prose') return null;
  const raw = content.slice(start, end);
  const first = start + (raw.length - raw.trimStart().length);
  const last = end - (raw.length - raw.trimEnd().length);
  if (last - first > MAX_CHARACTERS) return null;
  const text = plainText(content.slice(first, last));
  return text.split(' ', MIN_WORDS).length < MIN_WORDS ? null : { start: first, end: last, text };
}
