import { GeminiServer } from '../../doubles/gemini-server.ts';
import { standIn } from '../../doubles/gemini-stand-in.ts';

const companyIn = (prompt) => /^Company: (Soak \d+)$/m.exec(prompt)?.[1] ?? 'unknown';

/**
 * The upstream that is paid for each call, and remembers who asked for what, in which life of the service. A stage that
 * the register had kept when the service was killed must never be asked for again.
 */
export class Witness {
  static async start(longestMs) {
    const witness = new Witness();
    witness.server = await GeminiServer.start();
    witness.server.always('*', (response, request) => witness.#serve(response, request, longestMs));
    return witness;
  }

  calls = 0;
  /** Calls of a stage that was kept, or that this life of the service had asked for already. */
  repeated = [];
  /** Answered, but the service was killed before it had written the answer down. */
  answeredAndLost = 0;
  /** Asked again because the answer had not come when the service was killed. */
  interrupted = 0;
  #kept = new Set();
  #life = new Set();
  #answered = new Set();
  #unanswered = new Set();

  get env() {
    return this.server.env;
  }

  /** The service is dead: these stages, `company/stage`, and all of these companies' are paid for, for good. */
  killed(keptStages, finishedCompanies) {
    for (const key of keptStages) this.#kept.add(key);
    for (const company of finishedCompanies) this.#kept.add(company);
    this.#life = new Set();
  }

  #serve(response, request, longestMs) {
    const company = companyIn(request.prompt);
    const key = `${company}/${request.step}`;
    this.calls += 1;
    if (this.#kept.has(key) || this.#kept.has(company) || this.#life.has(key)) this.repeated.push(key);
    if (this.#answered.has(key)) this.answeredAndLost += 1;
    else if (this.#unanswered.has(key)) this.interrupted += 1;
    this.#life.add(key);
    this.#unanswered.add(key);
    response.once('finish', () => {
      this.#unanswered.delete(key);
      this.#answered.add(key);
    });
    return standIn(Math.random() * longestMs)(response, request);
  }

  async close() {
    await this.server.close();
  }
}
