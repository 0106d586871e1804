import { Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import { ERROR_CODES, type ErrorCode } from '../errors/errors.js';

/** Failures outside any answer. */
type ProcessError =
  'uncaught_exception' | 'unhandled_rejection' | 'startup_task_failed' | 'background_failure';

const PROCESS_ERRORS: readonly ProcessError[] = [
  'uncaught_exception',
  'unhandled_rejection',
  'startup_task_failed',
  'background_failure',
];

/** Errors by type: the codes of answers of 500 and above, and failures outside any answer. Expected 4xx are none. */
@Injectable()
export class ErrorMetrics {
  private readonly errors: Counter<'error_type'>;

  constructor(registry: Registry) {
    this.errors = new Counter({
      name: 'consultantos_errors_total',
      help: 'Errors by type: codes of answers of 500 and above, and failures outside any answer.',
      labelNames: ['error_type'],
      registers: [registry],
    });
    const codes = Object.entries(ERROR_CODES).filter(([, status]) => status >= 500);
    for (const error_type of [...codes.map(([code]) => code), ...PROCESS_ERRORS])
      this.errors.inc({ error_type }, 0);
  }

  count(type: ErrorCode | ProcessError): void {
    this.errors.inc({ error_type: type });
  }
}
