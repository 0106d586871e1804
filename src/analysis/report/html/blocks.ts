import { capitalised } from '../capitalised.js';
import { meter } from '../charts/meter.js';
import { radar } from '../charts/radar.js';
import type { Block, BlockOf } from '../document/document.js';
import { percent } from '../explain.js';
import { type Markup, markup } from '../markup.js';
import { factorTable, fieldGrid, scoreTable } from './fields.js';
import { passageList, webLink } from './passages.js';
import { hypothesisList, statementList } from './statements.js';

type Renderers = { readonly [K in Block['kind']]: (block: BlockOf<K>) => Markup };

const RENDERERS: Renderers = {
  text: ({ look, text }) => markup`<p class="${look}" dir="auto">${text}</p>`,
  heading: ({ text }) => markup`<h3>${text}</h3>`,
  list: ({ items }) =>
    markup`<ul class="plain">${items.map((item) => markup`<li dir="auto">${item}</li>`)}</ul>`,
  statements: ({ statements, marks }) => statementList(statements, marks),
  panel: ({ tone, title, blocks }) =>
    markup`<div class="panel ${tone}"><p class="overline">${title}</p>${blocks.map(renderBlock)}</div>`,
  radar: ({ title, axes }) =>
    markup`<figure class="radar"><div>${radar(axes)}</div><figcaption>${title}</figcaption></figure>`,
  scores: ({ rows }) => scoreTable(rows),
  grid: ({ fields }) => fieldGrid(fields),
  factors: ({ fields }) => factorTable(fields),
  hypotheses: ({ hypotheses }) => hypothesisList(hypotheses),
  passages: ({ passages }) => passageList(passages),
  table: ({ columns, rows }) =>
    markup`<table class="stacked" role="table"><thead role="rowgroup"><tr role="row">${columns.map((column) => markup`<th role="columnheader" scope="col">${column}</th>`)}</tr></thead><tbody role="rowgroup">${rows.map(
      (row) =>
        markup`<tr role="row">${row.map((cell, index) => markup`<td role="cell" data-column="${columns[index] ?? null}" dir="auto">${cell}</td>`)}</tr>`,
    )}</tbody></table>`,
  links: ({ links }) =>
    markup`<ul class="plain">${links.map(({ title, url }) => markup`<li>${webLink(title, url)}</li>`)}</ul>`,
  measures: ({ measures }) =>
    markup`<dl class="measures">${measures.map(
      ({ name, share, weight, meaning }) =>
        markup`<div><dt>${name} ${percent(share)}</dt><dd>${meter(share, name)}<p>${capitalised(meaning)}. Counts ${percent(weight)}.</p></dd></div>`,
    )}</dl>`,
  facts: ({ facts }) =>
    markup`<dl class="facts">${facts.map(({ name, value }) => markup`<div><dt>${name}</dt><dd dir="auto">${value}</dd></div>`)}</dl>`,
};

export const renderBlock = (block: Block): Markup =>
  (RENDERERS[block.kind] as (block: Block) => Markup)(block);
