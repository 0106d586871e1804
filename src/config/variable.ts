import { z } from 'zod';

/** One environment variable: how it is parsed, what it means, whether its value may be shown. */
export interface Variable<T = unknown> {
  readonly schema: z.ZodType<T>;
  /** The default as the operator would type it; undefined: unset. */
  readonly fallback: string | undefined;
  readonly description: string;
  /** What is allowed, in words; shown in errors and in the documentation. */
  readonly allowed: string;
  readonly secret: boolean;
  /** Of a number: from min to max, and without a fraction where it is whole. For whoever must judge before this code runs. */
  readonly range?: Range;
  /** Of a text: what it looks like at least, as a regular expression that RE2 reads too. */
  readonly form?: string;
}

/** Both ends are allowed. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

type Options = Partial<Pick<Variable, 'fallback' | 'secret' | 'range' | 'form'>>;

function variable<T>(
  schema: z.ZodType<T>,
  allowed: string,
  description: string,
  options: Options,
): Variable<T> {
  return { fallback: undefined, secret: false, ...options, schema, allowed, description };
}

/** A word from a closed list. */
export const oneOf = <const W extends readonly [string, ...string[]]>(
  words: W,
  fallback: W[number],
  description: string,
) => variable<W[number]>(z.enum(words), words.join(', '), description, { fallback });

/** `true` or `false`. */
export const flag = (fallback: boolean, description: string) =>
  variable(
    z.enum(['true', 'false']).transform((word) => word === 'true'),
    'true, false',
    description,
    { fallback: String(fallback) },
  );

/** A whole number, or any number where `whole` is false, from min to max. */
export const number = (
  range: { min: number; max: number; whole?: boolean },
  fallback: number | undefined,
  description: string,
) => {
  const inRange = z.number().min(range.min).max(range.max);
  const schema = z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number)
    .pipe(range.whole === false ? inRange : inRange.int());
  const kind = range.whole === false ? 'a number' : 'a whole number';
  return variable(
    fallback === undefined ? schema.optional() : schema,
    `${kind} from ${range.min} to ${range.max}`,
    description,
    { fallback: fallback?.toString(), range: { whole: true, ...range } },
  ) as Variable<number>;
};

/** The same, but unset means undefined. */
export const optionalNumber = (range: { min: number; max: number }, description: string) =>
  number(range, undefined, description) as Variable<number | undefined>;

/** Free text; unset means undefined. */
export const optionalText = (
  allowed: string,
  description: string,
  { pattern = /^.+$/s, ...options }: Options & { pattern?: RegExp } = {},
) =>
  variable(z.string().regex(pattern).optional(), allowed, description, { ...options, form: pattern.source });

/** Text with a default. */
export const text = (fallback: string, allowed: string, description: string, pattern = /^.+$/s) =>
  variable(z.string().regex(pattern), allowed, description, { fallback });

/** A text, e.g. a comma-separated list, that `parse` turns into a value; it throws what is wrong. */
export const parsed = <T>(
  parse: (raw: string) => T,
  fallback: string,
  allowed: string,
  description: string,
  options: Options = {},
) =>
  variable(
    z.string().transform((raw, context) => {
      try {
        return parse(raw);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
        return z.NEVER;
      }
    }),
    allowed,
    description,
    { ...options, fallback },
  );
