import { Reflector } from '@nestjs/core';
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import type { ErrorCode } from '../errors/errors.js';

/** A chapter of the description. */
export interface Tag {
  readonly name: string;
  readonly description: string;
}

/** The chapter of the routes that every service has: probes, metrics. */
export const OPERATIONS: Tag = {
  name: 'Operations',
  description: 'Probes and metrics: for whoever runs the service.',
};

type Native = Pick<ZodOpenApiOperationObject, 'description' | 'requestParams' | 'requestBody'>;

/**
 * What a route takes and gives, in OpenAPI's own terms, with the zod schemas that check its requests.
 * Path, method, version and audience are not repeated here: they are read from the route itself.
 */
export interface Operation extends Native {
  readonly id: string;
  readonly tag: Tag;
  readonly summary: string;
  /** The answers that are no errors in the common shape, by status. */
  readonly answers: ZodOpenApiResponsesObject;
  /** Error codes beyond those that follow from the route's kind (see error-answers.ts). */
  readonly errors?: readonly ErrorCode[];
}

/** `@Describe(operation)` on a handler puts its route into /openapi.json and /docs. */
export const Describe = Reflector.createDecorator<Operation>();
