import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';

/** Events that only a request or a job can bring about. */
const OF_REQUESTS = /^(?:http_request_|request_|analysis_|report_|unhandled_exception)/;
/** What a library says of a job, e.g. "could not renew lock for job <id>". */
const NAMED_JOB = /\bjob ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/;
const MAIN = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));

/** One life of the service: a process of its own on a free port. */
export class Victim {
  url = null;
  /** Of this life: the request id of each line that names a job, as `job_id request_id event`. */
  jobLines = new Set();
  recovered = 0;
  /** Lines of a request or a job that do not name the request. */
  linesWithoutId = 0;
  #stderr = '';

  /** @param heard is told every line of its log */
  constructor(env, heard = () => undefined) {
    this.heard = heard;
    this.child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.gone = once(this.child, 'close');
    this.child.stderr.on('data', (chunk) => (this.#stderr += chunk));
    const { promise, resolve } = Promise.withResolvers();
    this.#listening = promise;
    createInterface(this.child.stdout).on('line', (line) => this.#read(line, resolve));
  }

  #listening;

  /** True once it serves; false where it was killed before. @throws Error where it ends by itself */
  async listens() {
    return Promise.race([
      this.#listening.then(() => true),
      this.gone.then(([code, signal]) => this.#ended(code, signal)),
    ]);
  }

  async kill() {
    this.child.kill('SIGKILL');
    const [code, signal] = await this.gone;
    return this.#ended(code, signal);
  }

  #ended(code, signal) {
    if (signal === 'SIGKILL') return false;
    throw new Error(`The service ended by itself with ${code ?? signal}: ${this.#stderr}`);
  }

  /** The last line of a killed process may be cut off. */
  #read(line, listening) {
    let entry;
    try {
      entry = JSON.parse(line);
    } catch {
      return;
    }
    this.heard(entry);
    const job = entry.job_id ?? NAMED_JOB.exec(entry.error_message)?.[1];
    if (job) this.jobLines.add(`${job} ${entry.request_id} ${entry.event}`);
    if (!entry.request_id && (job || OF_REQUESTS.test(entry.event))) this.linesWithoutId += 1;
    if (entry.event === 'job_recovered') this.recovered += 1;
    if (entry.event !== 'application_started') return;
    this.url = entry.url;
    listening();
  }
}
