import { type Answer, type GeminiRequest, prose, reply } from './gemini-server.ts';

/**
 * Answers every step of an analysis in the right shape, for demonstrations and for tests that need any answer at all.
 * It quotes sentences of the posted sources in the order in which they stand. It judges nothing, and its texts say so.
 */
export const NOT_AN_ANALYSIS = 'Stand-in text, not an analysis:';

const USAGE = {
  promptTokenCount: 2400,
  cachedContentTokenCount: 400,
  candidatesTokenCount: 500,
  thoughtsTokenCount: 300,
  totalTokenCount: 3200,
};

interface Schema {
  readonly title?: string;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Sentence {
  readonly source: string;
  readonly quote: string;
}

/** Use as `server.always('*', standIn())`. @param delayMs how long each answer takes */
export const standIn =
  (delayMs = 0): Answer =>
  (response, request) => {
    const schema = (request.body.generationConfig?.responseJsonSchema ?? {}) as Schema;
    const options = { usage: USAGE, delayMs };
    const { step } = request;
    if (step === 'prose' || step === 'research') return research(request, delayMs)(response, request);
    if (step === 'critique') return reply({ withdraw: [] }, options)(response, request);
    if (step === 'synthesis') return reply(synthesis(request), options)(response, request);
    return reply(framework(schema, sentencesOf(request)), options)(response, request);
  };

function framework(schema: Schema, sentences: readonly Sentence[]): object {
  const parts = Object.entries(schema.properties ?? {});
  return Object.fromEntries(
    parts.map(([bucket, { properties }], index) => {
      const most = properties?.statements?.maxItems ?? 1;
      const share = sentences.filter((_sentence, number) => number % parts.length === index).slice(0, most);
      const part = {
        evidence: share.length > 0 ? 'sufficient' : 'insufficient',
        statements: share.map(({ source, quote }) => ({
          text: `${NOT_AN_ANALYSIS} a sentence of the source was put here.`,
          citations: [{ source_id: source, quote }],
        })),
        open_question:
          share.length > 0
            ? null
            : {
                text: `${NOT_AN_ANALYSIS} nothing was left to quote.`,
                question: `${NOT_AN_ANALYSIS} what would a model ask here?`,
                evidence_needed: 'A source with more sentences.',
              },
      };
      return [bucket, properties?.score ? { ...part, score: null } : part];
    }),
  );
}

function synthesis({ prompt }: GeminiRequest): object {
  const references = [...prompt.matchAll(/^([a-z_]+\.[a-z_]+\.\d+): /gm)].map(([, reference]) => reference);
  return {
    recommendations: references.slice(0, 1).map((reference) => ({
      text: `${NOT_AN_ANALYSIS} a recommendation would stand here.`,
      priority: 'low',
      based_on: [reference],
    })),
    next_steps: [`${NOT_AN_ANALYSIS} run this with a key to see an analysis.`],
  };
}

function research({ step }: GeminiRequest, delayMs: number): Answer {
  const text = `${NOT_AN_ANALYSIS} nobody searched the web.`;
  const grounding = {
    webSearchQueries: ['stand-in'],
    groundingChunks: [{ web: { uri: 'https://example.com/stand-in', title: 'example.com' } }],
    groundingSupports: [{ segment: { text }, groundingChunkIndices: [0] }],
  };
  const words = step === 'prose' ? text : JSON.stringify({ notes: [{ text }] });
  return prose(words, { usage: USAGE, grounding, delayMs });
}

/** The sentences of the sources, as they stand between the marker lines of the prompt. */
function sentencesOf({ prompt }: GeminiRequest): Sentence[] {
  const parts = prompt.split(/^=====[0-9a-f]+ /m).filter((part) => part.startsWith('source '));
  return parts.flatMap((part) => {
    const source = /^source id="([^"]+)"/.exec(part)?.[1] ?? '';
    const body = part.slice(part.indexOf('\n')).replace(/^\s*Title: .*$/m, '');
    const quotes = body.split(/(?<=[.!?])\s+/).map((quote) => quote.trim());
    return quotes
      .filter((quote) => quote.length >= 20 && quote.length <= 300 && !quote.includes('\n'))
      .map((quote) => ({ source, quote }));
  });
}
