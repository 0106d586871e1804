/** A stretch of a source that belongs together: a paragraph, a list item, a heading, a row of a table. */
export interface Block {
  readonly kind: 'prose' | 'heading' | 'table' | 'code';
  /** Offsets into the content, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
}

const FENCE = /^ {0,3}(?:```|~~~)/;
const HEADING = /^ {0,3}#{1,6}(?:[ \t]|$)/;
const UNDERLINE = /^ {0,3}(?:={3,}|-{3,}|\*{3,}|_{3,})[ \t]*$/;
const LIST_MARK = /^[ \t]*(?:(?:[-*+•‣▪–]|\d{1,3}[.)]|>)[ \t]+)+/u;
const TABLE_ROW = /^[^|]*\|[^|]*\||\t[^\t]+\t/;
const COLUMN_GAP = /\S {3,}(?=\S)/g;
const SENTENCE_END = /[.!?:;,…]["'”’)\]*_]*[ \t]*$/;
const FIGURE = /^[^\p{L}]*\d[\d.,]*[^\p{L}]{0,3}[a-z]{0,2}$/iu;
const LONGEST_FIGURE = 20;
const FEWEST_FIGURES = 3;
const MOST_CELLS = 40;
const HEADING_WORDS = 14;

interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Whether a list's mark stood before it; the mark is not part of the block. */
  readonly item?: boolean;
}

/** Cuts a source into blocks, Markdown or plain; every character of a block keeps its offset. */
export function blocksOf(content: string): Block[] {
  const blocks: Block[] = [];
  let open: Line[] = [];
  let fenced = false;
  const close = (kind = kindOf(open)) => {
    const [first] = open;
    const last = open.at(-1);
    if (first && last) blocks.push({ kind, start: first.start, end: last.end });
    open = [];
  };
  for (const line of linesOf(content)) {
    const alone = fenced ? 'code' : standsAlone(line.text);
    const mark = LIST_MARK.exec(line.text)?.[0].length ?? 0;
    if (FENCE.test(line.text)) fenced = !fenced;
    if (FENCE.test(line.text) || line.text.trim() === '' || mark > 0) close();
    if (alone) {
      close();
      blocks.push({ kind: alone, start: line.start, end: line.end });
    } else if (UNDERLINE.test(line.text)) close(open.length === 1 ? 'heading' : kindOf(open));
    else if (line.text.trim() !== '') open.push({ ...line, start: line.start + mark, item: mark > 0 });
  }
  close();
  return blocks;
}

function standsAlone(text: string): 'heading' | 'table' | 'code' | null {
  if (FENCE.test(text)) return 'code';
  if (HEADING.test(text)) return 'heading';
  return TABLE_ROW.test(text) || hasColumns(text) || isRowOfFigures(text) ? 'table' : null;
}

/** At least three columns, set apart by spaces. */
const hasColumns = (text: string) => (text.match(COLUMN_GAP)?.length ?? 0) > 1;

/** Figures with names between them and no full stop, as tables lose their lines in copied text. */
function isRowOfFigures(text: string): boolean {
  if (SENTENCE_END.test(text)) return false;
  const words = text.trim().split(/\s+/, MOST_CELLS);
  const figures = words.filter((word) => word.length <= LONGEST_FIGURE && FIGURE.test(word)).length;
  return figures >= FEWEST_FIGURES && figures >= words.length / 3;
}

/** One short line without a full stop is a title, wherever it stands; items of a list often have none. */
function kindOf(lines: readonly Line[]): Block['kind'] {
  const [line] = lines;
  if (lines.length > 1 || !line || line.item || SENTENCE_END.test(line.text)) return 'prose';
  return line.text.trim().split(/\s+/, HEADING_WORDS + 1).length <= HEADING_WORDS ? 'heading' : 'prose';
}

function* linesOf(content: string): Generator<Line> {
  for (let start = 0; start <= content.length;) {
    const found = content.indexOf('\n', start);
    const next = found === -1 ? content.length : found;
    const end = content[next - 1] === '\r' && next > start ? next - 1 : next;
    yield { start, end, text: content.slice(start, end) };
    start = next + 1;
  }
}
