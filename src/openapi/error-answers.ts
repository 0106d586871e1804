import { STATUS_CODES } from 'node:http';
import type {
  ZodOpenApiComponentsObject,
  ZodOpenApiResponseObject,
  ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { errorBody, errorBodySchema } from '../errors/error-body.js';
import { AppError, ERROR_CODES, type ErrorCode } from '../errors/errors.js';
import type { DescribedRoute } from './described-routes.js';
import { ERROR_MEANINGS } from './error-meanings.js';

/** What any request of a client may meet. */
const EVERY_CLIENT: readonly ErrorCode[] = ['overloaded', 'deadline_exceeded'];

const EXAMPLE_ID = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';

/** Headers that errors of some statuses carry, by the names under `components`. */
const HEADERS: Readonly<Record<number, string>> = {
  401: 'WWW-Authenticate',
  429: 'Retry-After',
  503: 'Retry-After',
};

/** Every code that a route can answer with: its own, and those that follow from its kind. */
export function errorCodesOf({ audience, operation }: DescribedRoute): ErrorCode[] {
  const { requestBody, requestParams, errors = [] } = operation;
  const codes = new Set<ErrorCode>(errors);
  if (requestBody) {
    for (const code of ['malformed_json', 'payload_too_large', 'unsupported_media_type'] as const)
      codes.add(code);
  }
  if (requestBody ?? requestParams) codes.add('validation_error');
  if (audience !== 'public') codes.add('unauthorized');
  if (audience === 'client') for (const code of EVERY_CLIENT) codes.add(code);
  return [...codes.add('internal_error')];
}

/** The answers for these codes: one for each status, with an example for each code. */
export function errorAnswers(codes: readonly ErrorCode[]): ZodOpenApiResponsesObject {
  const statuses = [...new Set(codes.map((code) => ERROR_CODES[code]))];
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      answerOf(
        status,
        codes.filter((code) => ERROR_CODES[code] === status),
      ),
    ]),
  );
}

function answerOf(status: number, codes: readonly ErrorCode[]): ZodOpenApiResponseObject {
  const header = HEADERS[status];
  return {
    description: `${STATUS_CODES[status] ?? ''}: ${codes.map((code) => `\`${code}\``).join(', ')}`,
    ...(header !== undefined && { headers: { [header]: { $ref: `#/components/headers/${header}` } } }),
    content: {
      'application/json': {
        schema: errorBodySchema,
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  };
}

/** One example for each code, by its name. */
export function errorExamples(): NonNullable<ZodOpenApiComponentsObject['examples']> {
  const codes = Object.keys(ERROR_CODES) as ErrorCode[];
  return Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }]));
}

function exampleOf(code: ErrorCode): object {
  const details = code === 'validation_error' ? [{ path: 'company', message: 'is too short' }] : [];
  return errorBody(new AppError(code, ERROR_MEANINGS[code], { details }), EXAMPLE_ID);
}
