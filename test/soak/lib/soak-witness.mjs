import { Mixture } from './mixture.mjs';

const count = (counts, name) => (counts[name] = (counts[name] ?? 0) + 1);

/** Sends the mixture under request IDs and sees what comes back: of every answer its status and ID, and what was wrong. */
export class SoakWitness {
  mixture = new Mixture();
  sent = 0;
  answers = {};
  broken = {};
  withoutTheirId = 0;
  /** Answers that had begun when a fault hit what they read from: only a broken connection can still say so. */
  cut = 0;
  /** From then on no fault is switched on, and none is to be noticed. */
  calm = false;
  failedInCalm = 0;
  /** The ID of every answer. */
  #ids = [];
  /** How many access lines the log has of each ID. */
  #lines = new Map();

  next = (number) => {
    this.sent += 1;
    const request = this.mixture.next(number);
    // One in ten sends none, and is given one.
    const id = this.sent % 10 === 0 ? undefined : `soak-${this.sent}`;
    const headers = { ...request.headers, ...(id && { 'x-request-id': id }) };
    return { ...request, headers, id, calm: this.calm };
  };

  answered = (request, answer) => {
    if (answer.begun && !request.calm) {
      this.cut += 1;
      return this.#identified(request, answer.begun.headers);
    }
    count(this.answers, answer.status);
    if (answer.status === 0) return count(this.broken, `${request.path}: ${answer.error}`);
    this.#identified(request, answer.headers);
    if (request.calm && answer.status >= 500) {
      this.failedInCalm += 1;
      count(this.broken, `in calm: ${request.path}: ${answer.status} ${answer.body.slice(0, 200)}`);
    }
    this.mixture.note(request, answer);
  };

  #identified(request, { 'x-request-id': id }) {
    if (!id || (request.id && id !== request.id)) this.withoutTheirId += 1;
    else this.#ids.push(id);
  }

  /** Is told every line of the log. */
  heard = ({ event, request_id: id }) => {
    if (event === 'http_request_completed') this.#lines.set(id, (this.#lines.get(id) ?? 0) + 1);
  };

  get notInTheLog() {
    return this.#ids.filter((id) => !this.#lines.has(id)).length;
  }

  get inTheLogTwice() {
    return this.#ids.filter((id) => this.#lines.get(id) > 1).length;
  }
}
