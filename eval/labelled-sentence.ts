import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FRAMEWORKS, type FrameworkName } from '../src/analysis/frameworks/frameworks.js';

export const SETS = ['tuning', 'judging'] as const;
export type SetName = (typeof SETS)[number];

/** Kinds that a report must never cite: they carry neither labels nor polarity. */
const NEVER_CITED = ['question', 'boilerplate', 'table', 'heading', 'instruction'] as const;
export const KINDS = ['plain', 'near_miss', 'negation', 'markdown', ...NEVER_CITED] as const;

const bucketOf = (framework: FrameworkName) => z.enum(FRAMEWORKS[framework].buckets.map(({ name }) => name));
const noneTwice = (labels: readonly string[]) => new Set(labels).size === labels.length;

const labels = z.strictObject({
  pestel: z.array(bucketOf('pestel')).max(2).refine(noneTwice),
  swot: z.array(bucketOf('swot')).refine(noneTwice),
  porter: z
    .array(z.strictObject({ bucket: bucketOf('porter'), direction: z.literal([-1, 0, 1]) }))
    .refine((forces) => noneTwice(forces.map(({ bucket }) => bucket))),
  blue_ocean: z.array(bucketOf('blue_ocean')).refine(noneTwice),
});

const words = (text: string) => text.split(/\s+/).filter((token) => /[\p{L}\p{N}]/u.test(token)).length;

/** One line of a set; what the fields mean stands in eval/README.md. */
export const labelledSentence = z
  .strictObject({
    id: z.string().regex(/^[tj][a-z0-9-]{3,7}$/),
    industry: z.string().min(1),
    company: z.string().min(1),
    kind: z.enum(KINDS),
    text: z.string().refine((text) => words(text) >= 4 && words(text) <= 45, '4 to 45 words'),
    labels,
    polarity: z.enum(['positive', 'negative', 'neutral']).nullable(),
  })
  .refine(
    ({ kind, polarity }) => NEVER_CITED.some((never) => never === kind) === (polarity === null),
    'Polarity is null for the kinds that are never cited, and only for them.',
  )
  .refine(
    (sentence) => sentence.polarity !== null || bucketsOf(sentence).length === 0,
    'What is never cited has no label.',
  );
export type LabelledSentence = z.infer<typeof labelledSentence>;

/** The names of all buckets a sentence belongs to, over all frameworks. */
export function bucketsOf({ labels: given }: { labels: z.infer<typeof labels> }): string[] {
  return [...given.pestel, ...given.swot, ...given.porter.map(({ bucket }) => bucket), ...given.blue_ocean];
}

/** @param folder where the sets are. Throws on the first line that is not a labelled sentence, saying which and why. */
export function readSentences(set: SetName, folder = __dirname): LabelledSentence[] {
  const lines = readFileSync(join(folder, `${set}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line, index) => {
    const { data, error } = labelledSentence.safeParse(JSON.parse(line));
    if (error) throw new Error(`eval/${set}.jsonl, line ${index + 1}: ${z.prettifyError(error)}`);
    return data;
  });
}
