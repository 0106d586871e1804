import { z } from 'zod';
import { itemSchema, SECTION_FIELDS } from '../report/section.schema.js';
import type { Bucket, Contents, Framework } from './framework.js';

const forceSchema = z
  .strictObject({
    score: z.int().min(1).max(5).nullable().meta({ description: 'Null below three statements of evidence.' }),
    text: z.string(),
    evidence: z.array(itemSchema),
  })
  .meta({ id: 'Force' });

const schema = z.strictObject({
  ...SECTION_FIELDS,
  forces: z.strictObject({
    competitive_rivalry: forceSchema,
    threat_of_new_entrants: forceSchema,
    threat_of_substitutes: forceSchema,
    supplier_power: forceSchema,
    buyer_power: forceSchema,
  }),
  overall_intensity: z.enum(['Low', 'Moderate', 'High']).nullable(),
});

/** The mean of the known forces: below 2.5 Low, below 3.5 Moderate, else High; null where none is known. */
function intensityOf(scores: readonly (number | null)[]): 'Low' | 'Moderate' | 'High' | null {
  const known = scores.filter((score) => score !== null);
  if (known.length === 0) return null;
  const mean = known.reduce((sum, score) => sum + score, 0) / known.length;
  return mean < 2.5 ? 'Low' : mean < 3.5 ? 'Moderate' : 'High';
}

function describeForce(score: number | null, statements: number): string {
  if (statements === 0) return 'No statement of the sources bears on this force.';
  const basis = statements === 1 ? 'one cited statement' : `${statements} cited statements`;
  return score === null ? `Not rated: ${basis}, three are needed.` : `Rated ${score} of 5 on ${basis}.`;
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
  scored: true,
  buckets,
  schema,
  placeOf: (bucket) => ['forces', bucket, 'evidence'],
  arrange: (contents: Contents) => ({
    forces: Object.fromEntries(
      buckets.map(({ name }): [string, unknown] => {
        const evidence = contents.items(name);
        const score = contents.score(name);
        return [name, { score, text: describeForce(score, evidence.length), evidence }];
      }),
    ),
    overall_intensity: intensityOf(buckets.map(({ name }) => contents.score(name))),
  }),
} satisfies Framework<typeof schema>;
