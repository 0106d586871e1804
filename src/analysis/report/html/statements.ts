import type { ListMarks, StatementLine } from '../document/document.js';
import { type Markup, markup } from '../markup.js';
import type { HypothesisView } from '../report-view.js';

/** A list of claims; a claim in its own place carries the anchor that the others point to. */
export function statementList(lines: readonly StatementLine[], marks: ListMarks = 'dashes'): Markup {
  const items = lines.map(
    (line) => markup`<li${line.anchored ? markup` id="${line.id}"` : null}>${statement(line)}</li>`,
  );
  return marks === 'numbers'
    ? markup`<ol class="statements">${items}</ol>`
    : markup`<ul class="statements ${marks}">${items}</ul>`;
}

function statement({ id, anchored, label, text, unverified, citations }: StatementLine): Markup {
  const name = anchored
    ? markup`<span class="claim">${id}</span>`
    : markup`<a class="claim" href="#${id}">${id}</a>`;
  return markup`<p dir="auto">${label && markup`<span class="label">${label}</span> `}<span class="said">${text}</span>${unverified ? markup`&nbsp;<strong class="flag">unverified</strong>` : null}${citations.map(mark)}&nbsp;${name}</p>`;
}

/** The first mark stays with the word before it. */
const mark = (number: number, index: number) =>
  markup`${index === 0 ? markup`&nbsp;` : ' '}<a class="mark" href="#cite-${number}"><span class="unseen">Evidence </span>[${number}]</a>`;

export const hypothesisList = (hypotheses: readonly HypothesisView[]): Markup =>
  markup`<ul class="hypotheses">${hypotheses.map(hypothesis)}</ul>`;

const hypothesis = ({ id, bucketTitle, text, question, evidenceNeeded }: HypothesisView) =>
  markup`<li id="${id}"><p class="overline">Hypothesis, not a finding · ${bucketTitle} <span class="claim">${id}</span></p><p class="guess" dir="auto">${text}</p><dl><dt>To find out</dt><dd dir="auto">${question}</dd><dt>Evidence that would settle it</dt><dd dir="auto">${evidenceNeeded}</dd></dl></li>`;
