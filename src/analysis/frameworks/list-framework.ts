import { z } from 'zod';
import { itemSchema, SECTION_FIELDS } from '../report/section.schema.js';
import type { Bucket, Framework, Layout } from './framework.js';

/** A framework whose section is one list of items for each bucket. */
export function listFramework<const B extends string>(
  name: string,
  title: string,
  layout: Layout,
  prompt: string,
  buckets: readonly (Bucket & { readonly name: B })[],
) {
  const perBucket = <T>(value: (bucket: B) => T) =>
    Object.fromEntries(buckets.map((bucket) => [bucket.name, value(bucket.name)])) as Record<B, T>;
  const schema = z.strictObject({ ...SECTION_FIELDS, ...perBucket(() => z.array(itemSchema)) });
  return {
    name,
    title,
    layout,
    prompt,
    buckets,
    scored: false,
    schema,
    placeOf: (bucket) => [bucket],
    arrange: (contents) => perBucket((bucket) => contents.items(bucket)),
    ratingOf: () => null,
    verdictOf: () => null,
  } satisfies Framework<typeof schema>;
}
