import { z } from 'zod';
import type { Grounding } from '../call/reply-shape.js';

/** A stretch of a reply and the page that it rests on, as the search reports it. */
export interface GroundedPassage {
  readonly text: string;
  readonly url: string;
  readonly title: string;
}

const webPage = z.object({ uri: z.httpUrl().max(2000), title: z.string().trim().min(1).max(300) });

/** What the search says it rests on; passages without a page that can be named are left out. */
export function passagesOf(grounding: Grounding | undefined): GroundedPassage[] {
  const pages = (grounding?.groundingChunks ?? []).map(({ web }) => webPage.safeParse(web).data);
  return (grounding?.groundingSupports ?? []).flatMap(({ segment, groundingChunkIndices }) => {
    const page = groundingChunkIndices.map((index) => pages[index]).find((each) => each !== undefined);
    const text = segment.text.trim();
    return page && text !== '' ? [{ text, url: page.uri, title: page.title }] : [];
  });
}
