import { z } from 'zod';
import { itemSchema, SECTION_FIELDS } from '../report/section.schema.js';
import type { Bucket, Framework, FrameworkName } from './framework.js';

/** A framework whose section is one list of items for each bucket. */
export function listFramework<const N extends string>(
  name: FrameworkName,
  title: string,
  buckets: readonly (Bucket & { readonly name: N })[],
) {
  const lists = Object.fromEntries(buckets.map((bucket) => [bucket.name, z.array(itemSchema)])) as Record<
    N,
    z.ZodArray<typeof itemSchema>
  >;
  const schema = z.strictObject({ ...SECTION_FIELDS, ...lists });
  return {
    name,
    title,
    buckets,
    scored: false,
    schema,
    placeOf: (bucket) => [bucket],
    arrange: (contents) =>
      Object.fromEntries(buckets.map((bucket) => [bucket.name, contents.items(bucket.name)])),
  } satisfies Framework<typeof schema>;
}
