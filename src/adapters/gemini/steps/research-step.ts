import { z } from 'zod';
import { type AnalysisRequest, FRAMEWORKS } from '../../../analysis/analysis.js';
import type { Question } from '../call/question.js';
import type { GroundedPassage } from '../evidence/grounding.js';
import type { WebNote } from '../evidence/web-notes.js';
import { researchPrompt } from '../prompts/research.prompt.js';
import type { Step } from './paid-steps.js';
import type { Plan } from './plan.js';
import { madeOnce, shapeOf } from './shape.js';

const notesShape = madeOnce((notes: number) => {
  const note = z.strictObject({ text: z.string().trim().min(1) });
  return shapeOf(z.strictObject({ notes: z.array(note).max(notes) }), 'research');
});

export type ResearchReply = z.infer<ReturnType<typeof notesShape>['schema']>;

export interface Search {
  readonly request: AnalysisRequest;
  readonly plan: Plan;
  readonly about: Pick<Question, 'system' | 'maxOutputTokens'>;
  readonly subject: string;
}

const promptOf = ({ request, plan, subject }: Search) => {
  const titles = request.frameworks.map((name) => FRAMEWORKS[name].title);
  return `${subject}\n\n${researchPrompt(titles, plan.notes)}`;
};

/** Searches and writes notes in one call: only newer models can do both. */
export function singleStepResearch(search: Search): Step<ResearchReply> {
  const { schema, json } = notesShape(search.plan.notes);
  const question = {
    ...search.about,
    prompt: promptOf(search),
    schema: json,
    search: true,
  };
  return { name: 'research', schema, question };
}

/** Searches and writes prose, which is cut into notes where the search says what rests on which page. */
export function proseResearch(search: Search): Step<string> {
  const question = { ...search.about, prompt: promptOf(search), schema: null, search: true };
  return { name: 'research_prose', schema: z.string(), question };
}

/** Notes of the first kind: each with the page of a passage that overlaps it; a note without a page is no evidence. */
export function notesFromJson({ notes }: ResearchReply, passages: readonly GroundedPassage[]): WebNote[] {
  const grounds = passages.map((passage) => ({
    ...passage,
    words: wordsIn(passage.text).replace(JSON_KEYS, ''),
  }));
  return notes.flatMap(({ text }) => {
    const words = wordsIn(text);
    const ground = grounds.find((each) => overlap(each.words, words));
    return ground ? [{ text, url: ground.url, title: ground.title }] : [];
  });
}

/** Notes of the second kind are the passages themselves. */
export const notesFromProse = (passages: readonly GroundedPassage[], most: number): WebNote[] =>
  passages.slice(0, most).map(({ text, url, title }) => ({ text, url, title }));

/** In a JSON reply a passage carries what stands around its sentence. */
const JSON_KEYS = /^(?:notes |text )*/;
const LEAST = 8;

const wordsIn = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
const overlap = (a: string, b: string) =>
  Math.min(a.length, b.length) >= LEAST && (a.includes(b) || b.includes(a));
