import type { PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { AppError, type ErrorDetail } from './errors.js';

/** Checks a body, query or parameter against its schema; names every field that is wrong. */
export class ZodPipe<T> implements PipeTransform<unknown, T> {
  constructor(
    private readonly schema: z.ZodType<T>,
    private readonly subject = 'body',
  ) {}

  /** @throws AppError `validation_error` with one detail for each fault. */
  transform(value: unknown): T {
    const result = this.schema.safeParse(value);
    if (result.success) return result.data;
    const details = result.error.issues.flatMap(toDetails).slice(0, 50);
    throw new AppError('validation_error', `The ${this.subject} has ${details.length} fault(s).`, {
      details,
    });
  }
}

function toDetails(issue: z.core.$ZodIssue): ErrorDetail[] {
  const at = (...keys: PropertyKey[]) => [...issue.path, ...keys].map(String).join('.').slice(0, 200);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: at(key), message: 'is not a known field' }));
  }
  return [{ path: at(), message: issue.message }];
}
