import { pips } from '../charts/pips.js';
import type { Field, ScoreRow } from '../document/document.js';
import { type Markup, markup } from '../markup.js';
import { statementList } from './statements.js';

/** The four fields of a matrix, two by two where there is room. */
export const fieldGrid = (fields: readonly Field[]): Markup =>
  markup`<div class="grid">${fields.map(
    (field) =>
      markup`<section class="field">${field.overline && markup`<p class="overline">${field.overline}</p>`}<h3>${field.title}</h3><p class="question">${field.question}</p>${found(field)}</section>`,
  )}</div>`;

/** Factors one below the other. Roles are written out: the style that stacks the cells on a phone would drop them. */
export const factorTable = (fields: readonly Field[]): Markup =>
  markup`<table class="factors" role="table"><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Factor</th><th role="columnheader" scope="col">What the sources say</th></tr></thead><tbody role="rowgroup">${fields.map(
    (field) =>
      markup`<tr role="row"><th role="rowheader" scope="row">${field.title}<span class="question">${field.question}</span></th><td role="cell">${found(field)}</td></tr>`,
  )}</tbody></table>`;

const found = ({ statements }: Field) =>
  statements.length > 0
    ? statementList(statements)
    : markup`<p class="nothing">No evidence in the sources.</p>`;

export const scoreTable = (rows: readonly ScoreRow[]): Markup =>
  markup`<table class="scores" role="table"><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Force</th><th role="columnheader" scope="col">Score</th><th role="columnheader" scope="col">Basis</th></tr></thead><tbody role="rowgroup">${rows.map(
    ({ title, score, text }) =>
      markup`<tr role="row"><th role="rowheader" scope="row">${title}</th><td role="cell" class="score">${score === null ? 'Not rated' : [pips(score), markup` <span>${score} of 5</span>`]}</td><td role="cell">${text}</td></tr>`,
  )}</tbody></table>`;
