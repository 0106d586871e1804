import type { PDFDocumentProxy } from 'pdfjs-dist';

export interface PdfLink {
  readonly page: number;
  /** The named place that it leads to, or the address. */
  readonly to: string;
}

export interface PdfNode {
  readonly role: string;
  readonly alt?: string;
  readonly lang?: string;
  /** None for the content itself. */
  readonly children?: readonly PdfNode[];
}

/** A PDF as a reader has it, read by another program than the one that wrote it. */
export interface ReadPdf {
  /** The text of each page. */
  readonly pages: readonly string[];
  readonly text: string;
  readonly title: string;
  readonly language: string | null;
  readonly tagged: boolean;
  readonly outline: readonly string[];
  readonly places: ReadonlySet<string>;
  readonly links: readonly PdfLink[];
  /** The structure, page by page. */
  readonly trees: readonly PdfNode[];
  readonly metadata: string;
}

/** @param bytes are left as they are: the reader gets a copy */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const task = getDocument({ data: Uint8Array.from(bytes), verbosity: 0 });
  const document = await task.promise;
  try {
    const numbers = Array.from({ length: document.numPages }, (_, index) => index + 1);
    const pages = await Promise.all(numbers.map((number) => readPage(document, number)));
    const { info, metadata } = await document.getMetadata();
    const outline = (await document.getOutline()) as { title: string }[] | null;
    const marks = (await document.getMarkInfo()) as unknown as ReadonlyMap<string, boolean> | null;
    const places = (await document.getDestinations()) as unknown as ReadonlyMap<string, unknown>;
    return {
      pages: pages.map(({ text }) => text),
      text: pages.map(({ text }) => text).join('\n'),
      title: (info as { Title: string }).Title,
      language: (info as { Language: string | null }).Language,
      tagged: marks?.get('Marked') ?? false,
      outline: (outline ?? []).map(({ title }) => title),
      places: new Set(places.keys()),
      links: pages.flatMap(({ links }) => links),
      trees: pages.flatMap(({ tree }) => (tree ? [tree] : [])),
      metadata: (metadata as { getRaw(): string } | null)?.getRaw() ?? '',
    };
  } finally {
    await task.destroy();
  }
}

async function readPage(document: PDFDocumentProxy, number: number) {
  const page = await document.getPage(number);
  const { items } = await page.getTextContent();
  const annotations = (await page.getAnnotations()) as { dest?: string; url?: string }[];
  return {
    text: items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''),
    links: annotations.flatMap(({ dest, url }) => {
      const to = dest ?? url;
      return to === undefined ? [] : [{ page: number, to }];
    }),
    tree: (await page.getStructTree()) as unknown as PdfNode | null,
  };
}

/** Every element of a structure with one of these roles. */
export const elements = (node: PdfNode, ...roles: string[]): PdfNode[] => [
  ...(roles.includes(node.role) ? [node] : []),
  ...(node.children ?? []).flatMap((child) => elements(child, ...roles)),
];
