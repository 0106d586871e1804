import type { z } from 'zod';
import { jsonSchemaOf } from './json-schema.js';

/** What a reply must look like, for us and for the model. */
export interface Shape<S extends z.ZodType> {
  readonly schema: S;
  readonly json: object;
}

export const shapeOf = <S extends z.ZodType>(schema: S, title: string): Shape<S> => ({
  schema,
  json: jsonSchemaOf(schema, title),
});

/** Shapes follow from a few small numbers and names, and take milliseconds to make: each is made once. */
export function madeOnce<A extends readonly (string | number)[], T>(make: (...of: A) => T): (...of: A) => T {
  const made = new Map<string, T>();
  return (...of) => {
    const key = of.join(' ');
    const value = made.get(key) ?? make(...of);
    made.set(key, value);
    return value;
  };
}
