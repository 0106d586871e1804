import { breakLines } from './break-lines.js';
import type { Canvas } from './canvas.js';
import type { Start } from './contents.js';
import { LOOKS, PAGE } from './looks.js';
import { PALETTE } from '../palette.js';
import { span } from './spans.js';

const HEAD = 48;
const FOOT = 802;

/** Writes the company and the chapter above, and the page's number below, on every page but the first. */
export function writeRunningHeads(canvas: Canvas, company: string, starts: readonly Start[]): void {
  for (let page = 1; page < canvas.pages; page += 1) {
    canvas.document.switchToPage(page);
    canvas.decorate(() => {
      write(canvas, company, HEAD, 'left', PAGE.content * 0.62);
      write(canvas, chapterAt(page + 1, starts), HEAD, 'right', PAGE.content * 0.34);
      canvas.document.rect(PAGE.left, HEAD + 8, PAGE.content, 0.5).fill(PALETTE.line);
      write(canvas, `${page + 1} of ${canvas.pages}`, FOOT, 'right', PAGE.content);
      write(canvas, 'Strategic analysis', FOOT, 'left', PAGE.content);
    }, 'Pagination');
  }
}

/** The chapter that a page begins with. */
function chapterAt(page: number, starts: readonly Start[]): string {
  const own = starts.find((start) => start.page === page && start.y === PAGE.top);
  const before = starts.findLast((start) => start.page < page);
  return (own ?? before)?.chapter.title ?? '';
}

function write(canvas: Canvas, words: string, baseline: number, side: 'left' | 'right', room: number): void {
  const lines = breakLines([span(words, LOOKS.head)], room);
  // A name that is too long for its line goes on after the ellipsis on the title page.
  const cut =
    lines.length > 1
      ? (lines[0] ?? [])
          .map((each) => each.shown)
          .join('')
          .trimEnd()
      : null;
  const [line = []] = cut === null ? lines : breakLines([span(`${cut}…`, LOOKS.head)], Infinity);
  const left = Math.min(...line.map(({ x }) => x));
  const width = Math.max(...line.map((each) => each.x + each.width)) - left;
  const start = side === 'left' ? PAGE.left : PAGE.left + PAGE.content - width;
  canvas.line(line, start - left, baseline, canvas.root);
}
