import { allowanceOf } from '../../src/access/client-address.js';
import { credentialOf } from '../../src/access/credentials.js';
import { chooseFormat, fileName } from '../../src/analysis/report-formats.js';
import { escapeMarkdown } from '../../src/analysis/report/escape-markdown.js';
import { plainText } from '../../src/analysis/report/plain-text.js';
import { blocksOf } from '../../src/analysis/source-text/blocks.js';
import { instructionsIn } from '../../src/analysis/source-text/instructions.js';
import { passagesOf, sentenceOf } from '../../src/analysis/source-text/sentences.js';
import { wordsOf } from '../../src/analysis/source-text/words.js';
import { hidePaths } from '../../src/errors/hide-paths.js';
import { loggablePath } from '../../src/logging/loggable-path.js';
import { redact } from '../../src/logging/redact.js';
import { requestIdOf } from '../../src/request-context/request-id.js';

jest.setTimeout(240_000);

/** Everything that reads what a client wrote by patterns. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  requestIdOf: (text) => requestIdOf({ headers: { 'x-request-id': text } }),
  credentialOf: (text) => credentialOf({ authorization: `Bearer ${text}` }),
  allowanceOf,
  loggablePath,
  redact,
  hidePaths,
  chooseFormat: (text) => attempt(() => chooseFormat(undefined, text)),
  fileName: (text) => attempt(() => fileName(text, 'md')),
  escapeMarkdown,
  plainText,
  blocksOf,
  passagesOf: (text) => passagesOf(text).map((passage) => sentenceOf(text, passage)),
  instructionsIn,
  wordsOf,
};

const attempt = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

/** What repeated patterns stumble over; each is repeated to the length that is asked for. */
const PIECES = [
  'a',
  ' ',
  '\n',
  '\t',
  '-',
  '*',
  '_',
  '`',
  '|',
  '[',
  '](',
  '![',
  '#',
  '>',
  '(',
  '/',
  '\\',
  ':',
  '.',
  '?',
  '@',
  '0',
  'é',
  '\u200b',
  '😀',
  'A. ',
  '1. ',
  '* ',
  '> ',
  '- ',
  '**a',
  '*a ',
  '[a](',
  '| a ',
  'a\t',
  'a   ',
  '```\n',
  'Mr. ',
  '"(',
  '?a=',
  'key=',
  'token: ',
  '://a:',
  'file:///',
  "'/",
  'C:\\',
  'Bearer ',
  '-----BEGIN ',
  'eyJ.',
  'ignore all ',
  'a;q=0.1,',
  ' */*,',
  '%3f',
  'a\r\n',
  '...',
  '1,000 ',
  ';charset=',
];
const SMALL = 12_500;
const FACTOR = 8;
/** Of the same amount of text in one piece beside many: work that grows with its square takes FACTOR times as long. */
const MOST = 3;
/** Shorter than this tells nothing but noise: some machines count processor time in steps of 4 ms and more. */
const FLOOR_MS = 12;

/** The least processor time of several runs: what the machine does beside it only ever adds. */
function shortest(work: () => unknown, runs: number): number {
  let best = Infinity;
  for (let run = 0; run < runs; run += 1) {
    const begun = process.threadCpuUsage();
    work();
    const { user, system } = process.threadCpuUsage(begun);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

/** How many times as long one large text takes as the same amount in small ones. */
function growthOf(read: (text: string) => unknown, small: string, large: string, runs: number): number {
  const apart = () => {
    for (let time = 0; time < FACTOR; time += 1) read(small);
  };
  return shortest(() => read(large), runs) / Math.max(shortest(apart, runs), 1);
}

/** The least of a few tries, since code that is not compiled yet takes longer. */
function leastGrowth(read: (text: string) => unknown, small: string, large: string): number {
  let least = Infinity;
  for (let attempt = 0; attempt < 5 && least >= MOST; attempt += 1)
    least = Math.min(least, growthOf(read, small, large, 4));
  return least;
}

const textOf = (piece: string, length: number) => `${piece.repeat(Math.ceil(length / piece.length))}!`;

describe('The time that a hostile text takes grows as its length does', () => {
  it.each(Object.entries(READERS))('in %s', (_name, read) => {
    for (const piece of PIECES) {
      const [small, large] = [textOf(piece, SMALL), textOf(piece, SMALL * FACTOR)];
      const long = shortest(() => read(large), 1);
      if (long < FLOOR_MS) continue;
      const growth = leastGrowth(read, small, large);
      expect([piece, growth < MOST ? 'bounded' : growth]).toEqual([piece, 'bounded']);
    }
  });

  it('and this test would notice where it does not', () => {
    const quadratic = (text: string) => {
      for (let at = 0; at < text.length; at += 1) if (text.includes('?', at)) return at;
      return -1;
    };
    const growth = growthOf(quadratic, textOf('a', SMALL), textOf('a', SMALL * FACTOR), 3);
    expect(growth).toBeGreaterThan(MOST);
  });
});
