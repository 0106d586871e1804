import { z } from 'zod';
import type { Operation } from '../../openapi/openapi.js';
import { FRAMEWORK_NAMES } from '../frameworks/frameworks.js';
import { usageQuery } from './usage-requests.js';

const count = z.int().min(0);
const figures = {
  analyses: count.meta({ description: 'Made in this time; answers from the cache were made before.' }),
  calls: count.meta({ description: 'Paid calls, also those of analyses that failed later.' }),
  unpriced_calls: count.meta({
    description: 'Of these, calls to a model without a price; they count as 0 USD.',
  }),
  tokens: count,
  usd: z.number().min(0),
};

const usageSchema = z
  .strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
    total: z.strictObject(figures),
    days: z.array(
      z.strictObject({
        day: z.iso.date(),
        ...figures,
        frameworks: z.partialRecord(z.enum(FRAMEWORK_NAMES), z.strictObject(figures)),
      }),
    ),
    budget: z
      .strictObject({
        daily_usd: z.number(),
        spent_usd: z.number(),
        left_usd: z.number(),
        resets_at: z.iso.datetime(),
      })
      .nullable()
      .meta({ description: 'Of today, UTC; null where clients have no budget.' }),
  })
  .meta({ id: 'Usage' });

export const usageOperation: Operation = {
  id: 'usage',
  tag: { name: 'Usage', description: 'What you used, and what is left of your budget.' },
  summary: 'Your analyses, tokens and USD by day and framework',
  description:
    'Days without usage are left out. What belongs to an analysis as a whole (research, second look, synthesis) is in the ' +
    'figures of its day and in none of its frameworks.',
  requestParams: { query: usageQuery },
  answers: { 200: { description: 'Your usage.', content: { 'application/json': { schema: usageSchema } } } },
};
