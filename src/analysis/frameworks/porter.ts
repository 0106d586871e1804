import { z } from 'zod';
import { itemSchema, SECTION_FIELDS } from '../report/section.schema.js';
import { plural } from '../report/plural.js';
import type { Bucket, Contents, Framework } from './framework.js';
import { PORTER_PROMPT } from './porter.prompt.js';

const forceSchema = z
  .strictObject({
    score: z.int().min(1).max(5).nullable().meta({ description: 'Null below three passages of evidence.' }),
    text: z.string(),
    evidence: z.array(itemSchema),
  })
  .meta({ id: 'Force' });

const forces = z.strictObject({
  competitive_rivalry: forceSchema,
  threat_of_new_entrants: forceSchema,
  threat_of_substitutes: forceSchema,
  supplier_power: forceSchema,
  buyer_power: forceSchema,
});
type Forces = z.infer<typeof forces>;

const schema = z.strictObject({
  ...SECTION_FIELDS,
  forces,
  overall_intensity: z.enum(['Low', 'Moderate', 'High']).nullable(),
});

/** A rating on fewer passages would be a guess. */
const PASSAGES_NEEDED = 3;

/** The mean of the known forces: below 2.5 Low, below 3.5 Moderate, else High; null where none is known. */
function intensityOf(scores: readonly (number | null)[]): 'Low' | 'Moderate' | 'High' | null {
  const known = scores.filter((score) => score !== null);
  if (known.length === 0) return null;
  const mean = known.reduce((sum, score) => sum + score, 0) / known.length;
  return mean < 2.5 ? 'Low' : mean < 3.5 ? 'Moderate' : 'High';
}

function describeForce(score: number | null, passages: number): string {
  if (passages === 0) return 'No passage of the sources bears on this force.';
  const basis = plural(passages, 'cited passage');
  if (score !== null) return `Rated ${score} of 5 on ${basis}.`;
  return passages < PASSAGES_NEEDED ? `Not rated: ${basis}, three are needed.` : `Not rated, on ${basis}.`;
}

function forceOf(contents: Contents, bucket: string): Forces['buyer_power'] {
  const passages = contents.passages(bucket);
  const score = passages < PASSAGES_NEEDED ? null : contents.score(bucket);
  return { score, text: describeForce(score, passages), evidence: contents.items(bucket) };
}

const buckets: readonly Bucket[] = [
  {
    name: 'competitive_rivalry',
    title: 'Competitive rivalry',
    question: 'How hard do the existing competitors fight for the same customers?',
  },
  {
    name: 'threat_of_new_entrants',
    title: 'Threat of new entrants',
    question: 'How easily can somebody new enter this market?',
  },
  {
    name: 'threat_of_substitutes',
    title: 'Threat of substitutes',
    question: 'What else could serve the same need, and how readily would customers switch?',
  },
  {
    name: 'supplier_power',
    title: 'Bargaining power of suppliers',
    question: 'How far can suppliers dictate prices and terms?',
  },
  {
    name: 'buyer_power',
    title: 'Bargaining power of buyers',
    question: 'How far can customers dictate prices and terms?',
  },
];

/** Porter, M. E. (1979), "How Competitive Forces Shape Strategy", Harvard Business Review 57(2). */
export const porter = {
  name: 'porter',
  title: 'Porter’s Five Forces',
  layout: { kind: 'radar' },
  prompt: PORTER_PROMPT,
  scored: true,
  buckets,
  schema,
  placeOf: (bucket) => ['forces', bucket, 'evidence'],
  arrange: (contents: Contents) => {
    const rated = buckets.map(({ name }) => [name, forceOf(contents, name)] as const);
    return {
      forces: Object.fromEntries(rated),
      overall_intensity: intensityOf(rated.map(([, { score }]) => score)),
    };
  },
  ratingOf: (section, bucket) => section.forces[bucket as keyof Forces],
  verdictOf: ({ overall_intensity: intensity }) =>
    intensity === null ? null : `Overall intensity of competition: ${intensity}.`,
} satisfies Framework<typeof schema>;
