/** The service cannot run here; `message` says what is wrong, where, and what to do. Ends the process with code 1. */
export class CannotStart extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'CannotStart';
  }
}
