import type { StoredReport } from '../../ports/report-storage.port.js';
import { composeReport } from '../document/compose.js';
import type { Chapter, Cover, ReportDocument, Status } from '../document/document.js';
import { Markup, markup } from '../markup.js';
import { renderBlock } from './blocks.js';
import { PAGE_POLICY, PAGE_STYLE } from './page-style.js';

/** The report as one HTML page that needs nothing else: no script, no file, no network. */
export const renderHtml = (stored: StoredReport): string => page(composeReport(stored)).toString();

const STYLE = new Markup(`<style>${PAGE_STYLE}</style>`);

const page = ({ title, cover, chapters }: ReportDocument) =>
  markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
${STYLE}
</head>
<body>
<a class="skip" href="#summary">Skip to the executive summary</a>
<header class="cover">${coverOf(cover)}${contents(chapters)}</header>
<main>${chapters.map(chapter)}</main>
</body>
</html>
`;

const coverOf = ({ company, subtitle, facts, notices, disclaimer }: Cover) =>
  markup`<p class="overline">Strategic analysis</p><h1 dir="auto">${company}</h1><p class="subtitle" dir="auto">${subtitle}</p>${notices.map((notice) => markup`<p class="notice">${notice}</p>`)}${renderBlock({ kind: 'facts', facts })}<p class="disclaimer">${disclaimer}</p>`;

const contents = (chapters: readonly Chapter[]) =>
  markup`<nav aria-label="Contents"><ol>${chapters.map(({ id, title, status }) => markup`<li><a href="#${id}">${title}</a>${status && status.tone !== 'accent' ? badge(status) : null}</li>`)}</ol></nav>`;

const chapter = ({ id, title, status, ownPage, blocks }: Chapter) =>
  markup`<section id="${id}" class="chapter${ownPage ? ' own-page' : null}" aria-labelledby="${id}-title"><div class="heading"><h2 id="${id}-title">${title}</h2>${status && badge(status)}</div>${blocks.map(renderBlock)}</section>`;

const badge = ({ label, tone }: Status) => markup` <span class="badge ${tone}">${label}</span>`;
