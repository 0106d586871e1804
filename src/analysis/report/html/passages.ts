import { type Insert, type Markup, markup } from '../markup.js';
import type { NumberedCitation } from '../number-citations.js';

/** The quoted passages with what surrounds them, and the way back to the claims that cite them. */
export const passageList = (passages: readonly NumberedCitation[]): Markup =>
  markup`<ol class="passages">${passages.map(passage)}</ol>`;

function passage({ number, sourceTitle, url, before, quote, after, claimIds }: NumberedCitation): Markup {
  const back = claimIds.map((id) => markup` <a class="claim" href="#${id}">${id}</a>`);
  const lead = before === '' ? null : markup`${before} `;
  const rest = after === '' ? null : markup` ${after}`;
  return markup`<li id="cite-${number}"><p class="overline"><span class="number">[${number}]</span> ${webLink(sourceTitle, url)} <span class="back">· cited by${back}</span></p><blockquote dir="auto">${lead}<mark>${quote}</mark>${rest}</blockquote></li>`;
}

/** A link where the address is a web page's; anything else (`javascript:`) is shown and leads nowhere. */
export function webLink(title: string, url: string | null): Insert {
  const name = markup`<bdi>${title}</bdi>`;
  if (url === null) return name;
  return /^https?:\/\//i.test(url)
    ? markup`<a href="${url}" rel="noopener noreferrer">${name}</a>`
    : markup`${name} (${url})`;
}
