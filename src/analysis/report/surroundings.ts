import { plainText } from './plain-text.js';
import { readable } from './readable.js';

/** Characters on either side of a quote that help a reader to judge it. */
const REACH = 160;

export interface Surroundings {
  readonly before: string;
  readonly after: string;
}

/** What stands around `content.slice(start, end)`, cut between words; an ellipsis marks where the source goes on. */
export function surroundings(content: string, start: number, end: number): Surroundings {
  const from = Math.max(0, start - REACH);
  const to = Math.min(content.length, end + REACH);
  const before = content.slice(from, start);
  const after = content.slice(end, to);
  return {
    before: shown(from === 0 ? before : `… ${dropFirstWord(before)}`),
    after: shown(to === content.length ? after : `${dropLastWord(after)} …`),
  };
}

const shown = (text: string) => readable(plainText(text));
/** Scripts without spaces keep all but a broken character. */
const dropFirstWord = (text: string) => text.replace(/^\S{1,30}\s|^[\udc00-\udfff]/, '');
const dropLastWord = (text: string) => text.replace(/\s\S{1,30}$|[\ud800-\udbff]$/, '');
