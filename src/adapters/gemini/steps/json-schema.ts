import { z } from 'zod';

/** What `responseJsonSchema` understands; other keywords are left out, and checked when the reply is read. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  'type',
  'format',
  'title',
  'description',
  'enum',
  'items',
  'minItems',
  'maxItems',
  'minimum',
  'maximum',
  'anyOf',
  'properties',
  'additionalProperties',
  'required',
]);

/** The schema that the model is bound to. https://ai.google.dev/api/generate-content#generationconfig */
export function jsonSchemaOf(schema: z.ZodType, title: string): object {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    override: ({ jsonSchema }) => {
      for (const keyword of Object.keys(jsonSchema)) {
        if (!UNDERSTOOD.has(keyword)) Reflect.deleteProperty(jsonSchema, keyword);
      }
    },
  });
  return { ...json, title };
}
