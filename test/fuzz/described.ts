import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { junk } from './junk.js';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly format?: string;
  readonly pattern?: string;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}
interface Parameter {
  readonly $ref?: string;
  readonly in?: 'path' | 'query' | 'header';
  readonly name?: string;
  readonly schema?: Schema;
}
export interface Described {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
/** Longer texts say no more, and take longer. */
const LONG = 60;
const MANY = 3;

/** The description as it is committed. */
export const DOCUMENT = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as Document;

export const OPERATIONS = Object.entries(DOCUMENT.paths).flatMap(([path, item]) =>
  METHODS.filter((method) => method in item).map((method) => ({ path, method, operation: item[method]! })),
);

/** What a local reference of the description points to. */
export const resolved = <T extends { readonly $ref?: string }>(it: T): T =>
  it.$ref === undefined
    ? it
    : (it.$ref
        .split('/')
        .slice(1)
        .reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], DOCUMENT) as T);

/** Mostly what the schema takes, often at its bounds, now and then something else. */
export function nearly(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 60, arbitrary: fitting(resolved(schema)) }, { weight: 1, arbitrary: junk });
}

function fitting(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(nearly));
  if (schema.type === 'object') return objects(schema);
  if (schema.type === 'array') return arrays(schema);
  if (schema.type === 'string') return strings(schema);
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'integer' || schema.type === 'number') return numbers(schema);
  return junk;
}

function objects({ properties = {}, required = [], additionalProperties }: Schema): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, nearly(property)]),
  );
  const known = fc.record(fields, { requiredKeys: [...required] });
  if (typeof additionalProperties !== 'object') return known;
  const others = fc.dictionary(
    fc.string({ minLength: 1, maxLength: 10 }).map((name) => `k${name}`),
    nearly(additionalProperties),
    { maxKeys: MANY },
  );
  return fc.tuple(known, others).map(([one, other]) => ({ ...one, ...other }));
}

function arrays({ items = {}, minItems = 0, maxItems = MANY }: Schema): fc.Arbitrary<unknown> {
  return fc.array(nearly(items), {
    minLength: minItems,
    maxLength: Math.max(minItems, Math.min(maxItems, MANY)),
  });
}

function numbers({ type, minimum = -10, maximum = 10 }: Schema): fc.Arbitrary<number> {
  const bounds = fc.constantFrom(minimum, maximum, minimum - 1, maximum + 1);
  const within =
    type === 'integer'
      ? fc.integer({ min: minimum, max: maximum })
      : fc.double({ min: minimum, max: maximum, noNaN: true });
  return fc.oneof({ weight: 4, arbitrary: within }, { weight: 1, arbitrary: bounds });
}

function strings(schema: Schema): fc.Arbitrary<unknown> {
  const { format, pattern, examples, minLength = 0, maxLength = LONG } = schema;
  if (examples) return fc.constantFrom(...examples);
  if (format === 'uuid') return fc.uuid();
  if (pattern !== undefined) return matching(pattern);
  const own = fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, LONG)) });
  return maxLength > 1000
    ? own
    : fc.oneof(
        { weight: 9, arbitrary: own },
        { weight: 1, arbitrary: fc.constantFrom('a'.repeat(maxLength), 'a'.repeat(maxLength + 1)) },
      );
}

/** fast-check knows no classes of Unicode. */
const matching = (pattern: string) =>
  pattern.includes('\\p{')
    ? fc.constantFrom('Acme', 'Société Générale')
    : fc.stringMatching(new RegExp(pattern));
