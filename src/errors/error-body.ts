import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { type AppError, ERROR_CODES, type ErrorCode } from './errors.js';

/** The one shape of every answer of 400 and above. */
export const errorBodySchema = z
  .strictObject({
    error: z.string().meta({ description: 'The reason phrase of the status.', examples: ['Not Found'] }),
    code: z.enum(Object.keys(ERROR_CODES) as ErrorCode[]),
    request_id: z.string(),
    message: z.string(),
    details: z
      .array(
        z.strictObject({
          path: z.string().meta({ description: 'The field, with dots.', examples: ['sources.0.id'] }),
          message: z.string(),
        }),
      )
      .readonly()
      .optional(),
  })
  .meta({ id: 'Error' });

export type ErrorBody = z.infer<typeof errorBodySchema>;

/** Pure: what a client is told of an error. */
export function errorBody(error: AppError, requestId: string): ErrorBody {
  return {
    error: error.status === 500 ? 'Internal server error' : (STATUS_CODES[error.status] ?? 'Error'),
    code: error.code,
    request_id: requestId,
    message: error.message,
    ...(error.details.length > 0 && { details: error.details }),
  };
}
