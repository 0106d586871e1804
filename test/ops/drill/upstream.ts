import { failure, GeminiServer } from '../../doubles/gemini-server.ts';
import { standIn } from '../../doubles/gemini-stand-in.ts';

/** Above the limit of an analysis, below that of a call (GEMINI_TIMEOUT). */
const SLOW_MS = 62_000;
/** A company of this name is thought about for long. */
export const SLOW_COMPANY = 'Slow';

/** The stand-in for Gemini, well or not. */
export class Upstream {
  mode: 'well' | 'half' | 'down' = 'well';
  /** Resolves once the service calls it again. */
  reachable: Promise<void> = Promise.resolve();
  private calls = 0;

  private readonly server: GeminiServer;

  private constructor(server: GeminiServer) {
    this.server = server;
    server.always('*', (response, request) => {
      this.calls += 1;
      const fails = this.mode === 'down' || (this.mode === 'half' && this.calls % 2 === 0);
      const slow = request.step !== 'synthesis' && request.prompt.includes(`Company: ${SLOW_COMPANY}`);
      return fails ? failure(500)(response, request) : standIn(slow ? SLOW_MS : 0)(response, request);
    });
  }

  static async start(): Promise<Upstream> {
    return new Upstream(await GeminiServer.start());
  }

  get env(): Record<string, string> {
    return this.server.env;
  }

  async close(): Promise<void> {
    await this.server.close();
  }
}
