import type { BlockOf } from '../../document/document.js';
import { isolated } from '../direction.js';
import { LOOKS, type TextLook } from '../looks.js';
import { paragraph, type ParagraphOptions } from '../paragraph.js';
import type { Strip } from '../pieces.js';
import { type Span, span } from '../spans.js';
import { part, type Setting } from './setting.js';

type Rest = Partial<Omit<ParagraphOptions, 'element' | 'width' | 'look'>>;

/** A paragraph as a new element. */
export const text = (
  words: string | readonly Span[],
  look: TextLook,
  setting: Setting,
  { type = 'P', ...rest }: Rest & { readonly type?: string } = {},
): Strip[] => paragraph(words, { element: part(setting, type), width: setting.width, look, ...rest });

const GAPS = { lead: 8, body: 6, note: 16 } as const;
const TEXT_LOOKS = { lead: LOOKS.lead, body: LOOKS.body, note: LOOKS.note } as const;

export const textBlock = ({ look, text: words }: BlockOf<'text'>, setting: Setting): Strip[] =>
  text(words, TEXT_LOOKS[look], setting, { gap: GAPS[look] });

export const heading = ({ text: words }: BlockOf<'heading'>, setting: Setting): Strip[] =>
  text(words, LOOKS.heading, setting, { type: 'H3', gap: 22, keep: true });

export interface ListLook {
  readonly gap: number;
  readonly look: TextLook;
  readonly marker: (index: number) => string | null;
  readonly markerLook: TextLook;
  readonly indent: number;
}

export const DASHES: ListLook = {
  gap: 5,
  look: LOOKS.body,
  marker: () => '–',
  markerLook: LOOKS.overlineAccent,
  indent: 13,
};

export const NUMBERS: ListLook = {
  ...DASHES,
  gap: 7,
  marker: (index) => String(index + 1),
  markerLook: LOOKS.number,
  indent: 22,
};

export const UNMARKED: ListLook = { ...DASHES, marker: () => null, indent: 0 };

interface ListItem {
  readonly spans: string | readonly Span[];
  readonly place?: string;
}

/** A list in the structure and on the page. */
export function list(
  items: readonly ListItem[],
  { gap, look, marker, markerLook, indent }: ListLook,
  setting: Setting,
): Strip[] {
  const element = part(setting, 'L');
  const { canvas, width, language } = setting;
  return items.flatMap(({ spans, place }, index) => {
    const item = canvas.element(element, 'LI');
    const sign = marker(index);
    const label =
      sign === null ? null : { text: sign, look: markerLook, element: canvas.element(item, 'Lbl') };
    return paragraph(spans, {
      element: canvas.element(item, 'LBody', language === null ? {} : { lang: language }),
      width,
      look,
      indent,
      gap: index === 0 ? 8 : gap,
      ...(label && { marker: label }),
      ...(place !== undefined && { place }),
    });
  });
}

export const plainList = ({ items }: BlockOf<'list'>, setting: Setting): Strip[] =>
  list(
    items.map((item) => ({ spans: item })),
    DASHES,
    setting,
  );

export const links = ({ links: pages }: BlockOf<'links'>, setting: Setting): Strip[] =>
  list(
    pages.map(({ title, url }) => ({ spans: [webSpan(title, url, LOOKS.body)] })),
    DASHES,
    setting,
  );

/** A link where the address is a web page's; anything else is shown and leads nowhere. */
export const webSpan = (title: string, url: string, look: TextLook): Span =>
  /^https?:\/\//i.test(url)
    ? span(isolated(title), { ...look, color: LOOKS.mark.color }, { link: { url, says: title } })
    : span(`${isolated(title)} (${url})`, look);
