import { capitalised } from '../../capitalised.js';
import { meter } from '../../charts/meter.js';
import type { BlockOf } from '../../document/document.js';
import { percent, type Measure } from '../../explain.js';
import type { NumberedCitation } from '../../number-citations.js';
import { PALETTE } from '../../palette.js';
import { isolated } from '../direction.js';
import { LOOKS, PAGE } from '../looks.js';
import { kept, type Row, type Strip } from '../pieces.js';
import { span } from '../spans.js';
import { drawSvg } from './drawing.js';
import { inside, part, type Setting } from './setting.js';
import { claimLink } from './statements.js';
import { cell, table } from './tables.js';
import { text, webSpan } from './text.js';

const INDENT = 11;
/** A passage of no more lines stands on one page. */
const MOST_WHOLE = 12;

/** The quoted passages with what surrounds them, and the way back to the claims. */
export const passages = ({ passages: all }: BlockOf<'passages'>, setting: Setting): Strip[] =>
  all.flatMap((each) => passage(each, inside(setting, part(setting, 'Div'))));

function passage(citation: NumberedCitation, setting: Setting): Strip[] {
  const { number, sourceTitle, url, before, quote, after, claimIds } = citation;
  const title =
    url === null ? span(isolated(sourceTitle), LOOKS.overline) : webSpan(sourceTitle, url, LOOKS.overline);
  const head = [
    span(`[${number}] `, LOOKS.overline),
    title,
    span(' · cited by', LOOKS.note),
    ...claimIds.flatMap((id) => [span(' ', LOOKS.note), claimLink(id, LOOKS.claimLink)]),
  ];
  const quoted = [
    ...(before === '' ? [] : [span(`${before} `, LOOKS.note)]),
    span(quote, LOOKS.quote),
    ...(after === '' ? [] : [span(` ${after}`, LOOKS.note)]),
  ];
  const strips = [
    ...kept(text(head, LOOKS.overline, setting, { gap: 13, place: `cite-${number}` })),
    ...text(quoted, LOOKS.note, setting, {
      type: 'BlockQuote',
      gap: 2,
      indent: INDENT,
      beside: (canvas, x, y, height) => canvas.rectangle(PALETTE.line, x, y, 1.5, height + 0.2),
    }),
  ];
  return strips.length > MOST_WHOLE ? strips : [...kept(strips.slice(0, -1)), ...strips.slice(-1)];
}

/** The fourth holds a date, which must not be broken. */
const SHARES = [0.36, 0.18, 0.16, 0.17, 0.13];

export const plainTable = ({ columns, rows }: BlockOf<'table'>, setting: Setting): Row[] =>
  table(
    columns.map((title, index) => ({ title, share: SHARES[index] ?? 1 / columns.length })),
    rows.map((row) => ({
      name: row[0] ?? '',
      cells: row.map((words, index) => cell(words, index === 0 ? LOOKS.bodyStrong : LOOKS.body)),
    })),
    setting,
  );

export const measures = ({ measures: all }: BlockOf<'measures'>, setting: Setting): Row[] =>
  all.map((each) => measure(each, setting));

const NAME_WIDTH = 118;

function measure({ name, share, weight, meaning }: Measure, setting: Setting): Row {
  const whole = inside(setting, part(setting, 'Div'));
  const words = `${capitalised(meaning)}. Counts ${percent(weight)}.`;
  const bar: Strip = {
    gap: 0,
    height: 16,
    keep: true,
    draw: (canvas, x, y) =>
      canvas.decorate(() => drawSvg(canvas, meter(share, name), { x, y: y + 5, scale: 0.8 })),
  };
  return {
    gap: 10,
    padding: { top: 0, bottom: 0 },
    whole: true,
    columns: [
      {
        x: 0,
        strips: text(`${name} ${percent(share)}`, LOOKS.bodyStrong, inside(whole, whole.parent, NAME_WIDTH)),
      },
      {
        x: NAME_WIDTH,
        strips: [bar, ...text(words, LOOKS.note, inside(whole, whole.parent, setting.width - NAME_WIDTH))],
      },
    ],
  };
}

const FACT_WIDTH = 92;

export const facts = ({ facts: all }: BlockOf<'facts'>, setting: Setting): Row[] =>
  all.map(({ name, value }, index) => {
    const whole = inside(setting, part(setting, 'P'));
    return {
      gap: index === 0 ? 18 : 0,
      padding: { top: 6, bottom: 6 },
      whole: true,
      columns: [
        {
          x: 0,
          strips: text(name, LOOKS.bodyMuted, inside(whole, whole.parent, FACT_WIDTH), { type: 'Span' }),
        },
        {
          x: FACT_WIDTH,
          strips: text(value, LOOKS.body, inside(whole, whole.parent, setting.width - FACT_WIDTH), {
            type: 'Span',
          }),
        },
      ],
      decorate: (canvas, { y, height }) => {
        if (index === 0) canvas.rectangle(PALETTE.line, PAGE.left, y, setting.width, 0.75);
        canvas.rectangle(PALETTE.line, PAGE.left, y + height - 0.75, setting.width, 0.75);
      },
    };
  });
