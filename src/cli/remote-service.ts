import { type Answer, type Service, Unreachable } from './service.js';

/** A service that runs somewhere, over HTTP. */
export class RemoteService implements Service {
  constructor(
    private readonly url: string,
    private readonly apiKey: string | undefined,
  ) {}

  async call(method: 'GET' | 'POST', path: string, signal: AbortSignal, body?: unknown): Promise<Answer> {
    const headers = {
      ...(this.apiKey !== undefined && { 'x-api-key': this.apiKey }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    try {
      const answer = await fetch(new URL(path.slice(1), `${this.url.replace(/\/+$/, '')}/`), {
        method,
        headers,
        signal,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) };
    } catch (error) {
      signal.throwIfAborted();
      const { cause } = error as { cause?: NodeJS.ErrnoException };
      throw new Unreachable(
        `No service answers at ${this.url} (${cause?.code ?? (error as Error).message}). ` +
          'Start one with "npm start", or leave --url out to work without.',
        { cause: error },
      );
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
