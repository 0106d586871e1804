import type { BlockOf, ListMarks, StatementLine } from '../../document/document.js';
import type { HypothesisView } from '../../report-view.js';
import { isolated } from '../direction.js';
import { LOOKS, PAGE } from '../looks.js';
import type { Row, Strip } from '../pieces.js';
import { type Span, span } from '../spans.js';
import { inside, part, type Setting } from './setting.js';
import { DASHES, list, type ListLook, NUMBERS, text, UNMARKED } from './text.js';

const LISTS: Readonly<Record<ListMarks, ListLook>> = { dashes: DASHES, numbers: NUMBERS, none: UNMARKED };

/** Does not break. */
const NBSP = '\u00a0';

export const statements = ({ statements: lines, marks }: BlockOf<'statements'>, setting: Setting): Strip[] =>
  list(lines.map(itemOf), LISTS[marks], setting);

const itemOf = (line: StatementLine) => ({
  spans: statementSpans(line),
  ...(line.anchored && { place: line.id }),
});

/** The statement and its marks, which stay with its last word. */
export function statementSpans({
  id,
  anchored,
  label,
  text: words,
  unverified,
  citations,
}: StatementLine): Span[] {
  return [
    ...(label === null ? [] : [span(`${label} `, { ...LOOKS.bodyStrong, color: LOOKS.mark.color })]),
    span(label === null ? words : isolated(words), LOOKS.body),
    ...(unverified ? [span(`${NBSP}unverified`, LOOKS.flag)] : []),
    ...citations.flatMap((number, index) => [span(index === 0 ? NBSP : ' ', LOOKS.mark), mark(number)]),
    span(NBSP, LOOKS.claim),
    anchored ? span(id, LOOKS.claim) : claimLink(id, LOOKS.claim),
  ];
}

const mark = (number: number) =>
  span(`[${number}]`, LOOKS.mark, { link: { place: `cite-${number}`, says: `Evidence ${number}` } });

export const claimLink = (id: string, style: Span['style']): Span =>
  span(id, style, { link: { place: id, says: `Statement ${id}` } });

const PADDING = 13;

/** Hypotheses look unlike findings: each in a dashed box that says what it is. */
export const hypotheses = ({ hypotheses: all }: BlockOf<'hypotheses'>, setting: Setting): Row[] =>
  all.map((each, index) => ({
    gap: index === 0 ? 8 : 9,
    padding: { top: 9, bottom: 10 },
    whole: true,
    columns: [
      {
        x: PADDING,
        strips: hypothesis(each, inside(setting, part(setting, 'Div'), setting.width - 2 * PADDING)),
      },
    ],
    decorate: (canvas, { y, height }) =>
      canvas.decorate(() => {
        canvas.document.lineWidth(0.75).dash(3, { space: 2.5 });
        canvas.document.rect(PAGE.left, y, setting.width, height).stroke('#8b96a3').undash();
      }),
  }));

function hypothesis(
  { id, bucketTitle, text: guess, question, evidenceNeeded }: HypothesisView,
  setting: Setting,
): Strip[] {
  const overline = [
    span(`Hypothesis, not a finding · ${bucketTitle}${NBSP}${NBSP}`, LOOKS.overline),
    span(id, LOOKS.claim),
  ];
  return [
    ...text(overline, LOOKS.overline, setting, { keep: true, place: id }),
    ...text(guess, LOOKS.body, setting, { gap: 2 }),
    ...labelled('To find out: ', question, setting),
    ...labelled('Evidence that would settle it: ', evidenceNeeded, setting),
  ];
}

const labelled = (label: string, words: string, setting: Setting) =>
  text([span(label, LOOKS.noteStrong), span(isolated(words), LOOKS.note)], LOOKS.note, setting, { gap: 3 });
