import { z } from 'zod';
import { FORMATS } from './report-formats.js';

/** GET /reports. */
export const reportListQuery = z.strictObject({
  company: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'The whole name; case does not matter.' }),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(400).optional().meta({ description: '`next_cursor` of the page before.' }),
});

/** Wins over `Accept`; an unknown format is answered 406, like an unknown media type. */
export const formatQuery = z.strictObject({
  format: z
    .string()
    .max(40)
    .optional()
    .meta({ description: 'Wins over `Accept`.', override: { enum: Object.keys(FORMATS) } }),
});

export const reportPath = z.object({ id: z.uuid() });
