import PDFDocument from 'pdfkit';
import type { Block, Chapter, Cover, ReportDocument } from '../document/document.js';
import { PALETTE } from '../palette.js';
import { layOut } from './blocks/blocks.js';
import type { Setting } from './blocks/setting.js';
import { text } from './blocks/text.js';
import { Canvas } from './canvas.js';
import { Contents, type Start } from './contents.js';
import { coverPieces } from './cover.js';
import { canShow } from './font-runs.js';
import { LOOKS, PAGE, TONES } from './looks.js';
import { Pagination } from './pagination.js';
import type { Piece } from './pieces.js';
import { writeRunningHeads } from './running-heads.js';
import { span } from './spans.js';
import { XmlSafe } from './xml-safe.js';

/** The report as a tagged PDF 1.7 (ISO 32000-1) with every font embedded. The same document gives the same bytes. */
export async function renderPdf(report: ReportDocument): Promise<Uint8Array<ArrayBuffer>> {
  const document = openDocument(report);
  const bytes = collect(document);
  const canvas = new Canvas(document);
  const pagination = new Pagination(canvas);
  const setting = { canvas, parent: canvas.root, width: PAGE.content, language: languageOf(report) };
  const cover = { ...setting, parent: canvas.element(canvas.root, 'Sect') };
  const contents = new Contents(report.chapters, cover);
  pagination.place(coverPieces(withNotice(report), contents, cover));
  const starts: Start[] = [];
  report.chapters.forEach((chapter, index) => {
    // The title page stands alone.
    if (index === 0 || (chapter.ownPage && !pagination.atTop)) pagination.newPage();
    pagination.place(chapterPieces(chapter, setting, (y) => starts.push({ chapter, page: canvas.pages, y })));
  });
  contents.write(canvas, starts);
  writeRunningHeads(canvas, report.cover.company, starts);
  document.end();
  return bytes;
}

function openDocument({ title, generatedAt }: ReportDocument): InstanceType<typeof PDFDocument> {
  const document = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en',
    displayTitle: true,
    info: { CreationDate: new Date(generatedAt), Producer: 'ConsultantOS', Creator: 'ConsultantOS' },
    // None: each font is named when it is first used.
    font: '',
  });
  document.info.Title = new XmlSafe(title) as string;
  return document;
}

function collect(document: InstanceType<typeof PDFDocument>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
  document.on('error', reject);
  return promise;
}

const languageOf = ({ language }: ReportDocument) => (/^en\b/i.test(language) ? null : language);

function chapterPieces(
  { id, title, status, blocks }: Chapter,
  setting: Setting,
  began: (y: number) => void,
): Piece[] {
  const own = { ...setting, parent: setting.canvas.element(setting.canvas.root, 'Sect') };
  const badge =
    status === null
      ? []
      : [
          span('  ', LOOKS.chapter),
          span(
            `\u00a0\u00a0${status.label}\u00a0\u00a0`,
            { ...LOOKS.flag, color: TONES[status.tone].color },
            { pill: true },
          ),
        ];
  const rule: Piece = {
    gap: 40,
    height: 16,
    keep: true,
    draw: (canvas, x, y) => {
      canvas.rectangle(PALETTE.accent, x, y, setting.width, 2);
      canvas.place(id, y);
      canvas.bookmark(title, y);
      began(y);
    },
  };
  const heading = text([span(title, LOOKS.chapter), ...badge], LOOKS.chapter, own, {
    type: 'H2',
    keep: true,
  });
  return [
    rule,
    ...heading,
    ...blocks.flatMap((block, index) => leading(block, index < blocks.length - 1, layOut(block, own))),
  ];
}

/** What a chapter says first stays with what it speaks of. */
const leading = (block: Block, more: boolean, pieces: readonly Piece[]): readonly Piece[] =>
  more && block.kind === 'text' ? pieces.map((piece) => ({ ...piece, keep: true })) : pieces;

const NO_LETTERS =
  'Some letters are shown by their Unicode numbers, such as U+1019, since this PDF has no font for them. The HTML report shows them.';

/** The cover, which says so where some letters cannot be shown. */
function withNotice({ cover, chapters }: ReportDocument): Cover {
  const complete = canShow(JSON.stringify([cover, chapters]));
  return complete ? cover : { ...cover, notices: [...cover.notices, NO_LETTERS] };
}
