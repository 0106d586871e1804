import type { ZodOpenApiComponentsObject } from 'zod-openapi';
import type { Audience } from '../access/access.js';

const REQUEST_ID = { type: 'string', pattern: '^[A-Za-z0-9._:/+=@-]{1,128}$' } as const;

/** What all routes share. */
export const COMPONENTS: ZodOpenApiComponentsObject = {
  securitySchemes: {
    ApiKey: {
      type: 'http',
      scheme: 'bearer',
      description: 'An API key. Not needed where API_KEYS is empty, as in development.',
    },
    ApiKeyHeader: {
      type: 'apiKey',
      in: 'header',
      name: 'X-API-Key',
      description: 'The same key in its own header.',
    },
    OpsToken: {
      type: 'http',
      scheme: 'bearer',
      description: 'The operators’ token, OPS_TOKEN. Not needed where it is not set.',
    },
  },
  parameters: {
    'X-Request-ID': {
      name: 'X-Request-ID',
      in: 'header',
      description:
        'Your ID for this request: it is kept in the answer and in every log line. Else one is made.',
      schema: { type: 'string', maxLength: 128 },
    },
  },
  headers: {
    'X-Request-ID': {
      description: 'The ID of this request, yours or a new one.',
      required: true,
      schema: REQUEST_ID,
    },
    'Retry-After': {
      description: 'Seconds to wait before the next try.',
      schema: { type: 'integer', minimum: 0, examples: [60] },
    },
    'WWW-Authenticate': { schema: { type: 'string', examples: ['Bearer'] } },
  },
};

/** Any one of the schemes is enough. */
export const SECURITY: Readonly<Record<Audience, Record<string, string[]>[]>> = {
  public: [],
  client: [{ ApiKey: [] }, { ApiKeyHeader: [] }],
  operator: [{ OpsToken: [] }],
  scraper: [{ OpsToken: [] }],
};
