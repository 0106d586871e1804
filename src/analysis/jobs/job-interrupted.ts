import { AppError, type ErrorCode } from '../../errors/errors.js';

const MEANINGS = {
  cancelled: ['conflict', 'The job that made this analysis was cancelled.'],
  lease_lost: ['overloaded', 'The job was taken over by another process.'],
  handed_back: ['shutting_down', 'The service is shutting down; the job goes on after the restart.'],
} as const satisfies Record<string, readonly [ErrorCode, string]>;

/** Work on a job ends here, for a reason that lies outside the work. */
export class JobInterrupted extends AppError {
  constructor(readonly why: keyof typeof MEANINGS) {
    const [code, message] = MEANINGS[why];
    super(code, message, { retryable: why !== 'cancelled' });
    this.name = 'JobInterrupted';
  }
}
