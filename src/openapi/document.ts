import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { COMPONENTS, SECURITY } from './components.js';
import type { DescribedRoute } from './described-routes.js';
import { errorAnswers, errorCodesOf, errorExamples } from './error-answers.js';

const DESCRIPTION = `A company name and source documents go in; a strategic analysis comes out, in which every claim says
where it comes from. Every answer carries \`X-Request-ID\`; every error has one shape, with a \`code\` from a closed list.`;

const UNVERSIONED = { url: '/', description: 'Not versioned' };

/** The OpenAPI 3.1 document of these routes. */
export function openApiDocument(routes: readonly DescribedRoute[], version: string): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] = {
      ...paths[route.path],
      ...(!route.versioned && { servers: [UNVERSIONED] }),
      [route.method]: operationOf(route),
    };
  }
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'ConsultantOS',
      version,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [
      { url: '/', description: 'The current version' },
      { url: '/v1', description: 'Version 1' },
    ],
    tags: [...new Set(routes.map(({ operation }) => operation.tag))],
    paths,
    components: { ...COMPONENTS, examples: errorExamples() },
  });
}

function operationOf(route: DescribedRoute): ZodOpenApiOperationObject {
  const { id, tag, answers, errors: _errors, ...native } = route.operation;
  return {
    operationId: id,
    tags: [tag.name],
    ...native,
    parameters: [{ $ref: '#/components/parameters/X-Request-ID' }],
    security: SECURITY[route.audience],
    responses: withRequestId({ ...errorAnswers(errorCodesOf(route)), ...answers }),
  };
}

function withRequestId(answers: ZodOpenApiResponsesObject): ZodOpenApiResponsesObject {
  const header = { 'X-Request-ID': { $ref: '#/components/headers/X-Request-ID' } };
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => {
      const given = answer as { readonly headers?: Readonly<Record<string, object>> };
      return [status, { ...given, headers: { ...header, ...given.headers } }];
    }),
  );
}
