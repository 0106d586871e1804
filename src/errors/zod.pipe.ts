import type { PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { AppError, type ErrorDetail } from './errors.js';

/** Checks a body, query or parameter against its schema; names every field that is wrong. */
export class ZodPipe<T> implements PipeTransform<unknown, T> {
  constructor(
    private readonly schema: z.ZodType<T>,
    private readonly subject = 'body',
  ) {}

  /** @throws AppError `validation_error` with one detail for each fault; `malformed_json` where there is no body. */
  transform(value: unknown): T {
    if (value === undefined)
      throw new AppError('malformed_json', 'The body is empty; a JSON object is needed.');
    const result = this.schema.safeParse(value);
    if (result.success) return result.data;
    const details = result.error.issues.flatMap((issue) => this.toDetails(issue)).slice(0, 50);
    throw new AppError('validation_error', `The ${this.subject} has ${details.length} fault(s).`, {
      details,
    });
  }

  private toDetails(issue: z.core.$ZodIssue): ErrorDetail[] {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => this.at([...issue.path, key], 'is not a known field'));
    }
    return [this.at(issue.path, issue.message)];
  }

  /** What is wrong with the whole is said of the `body` itself. */
  private at(keys: readonly PropertyKey[], message: string): ErrorDetail {
    const path = keys.map(String).join('.').slice(0, 200);
    return { path: path === '' ? this.subject : path, message };
  }
}
