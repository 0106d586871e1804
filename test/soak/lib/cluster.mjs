import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../doubles/free-port.ts';
import { Backends } from './backends.mjs';
import { Balancer } from './balancer.mjs';
import { Member } from './member.mjs';

/** API and worker processes on shared backends, behind one address. */
export class Cluster {
  workers = [];
  /** Request id of each line that names a job, of every process that ever was, as `job_id request_id event`. */
  jobLines = new Set();
  kills = 0;
  recovered = 0;
  linesWithoutId = 0;
  /** Exit codes of those that were asked to end. */
  exits = [];
  slowestExitMs = 0;

  /** @param role of those that are counted as `apis`: `all` lets them do jobs too */
  static async start({ apis, workers, answerMs, database, role = 'api', env = {} }) {
    const cluster = new Cluster();
    cluster.role = role;
    cluster.backends = await Backends.start(answerMs, database);
    cluster.env = { ...cluster.backends.env, ...env };
    const ports = [];
    for (let index = 0; index < apis; index += 1) ports.push(await freePort());
    cluster.urls = ports.map((port) => `http://127.0.0.1:${port}`);
    cluster.apis = ports.map((port) => cluster.#member(role, { PORT: String(port) }));
    for (const api of cluster.apis) await api.listens();
    cluster.balancer = new Balancer(cluster.urls);
    cluster.url = await cluster.balancer.listen();
    for (let index = 0; index < workers; index += 1) await cluster.addWorker();
    return cluster;
  }

  async addWorker() {
    const worker = this.#member('worker');
    this.workers.push(worker);
    await worker.listens();
  }

  /** SIGKILL for one of the workers; another one starts at once. */
  async killWorker() {
    const index = Math.floor(Math.random() * this.workers.length);
    const worker = this.workers[index];
    this.workers[index] = this.#member('worker');
    this.kills += 1;
    await worker.kill();
    this.#note(worker);
  }

  async restartApi(index) {
    const before = this.apis[index];
    await this.#end(before);
    this.apis[index] = this.#member(this.role, { PORT: new URL(this.urls[index]).port });
    await this.apis[index].listens();
    await this.balancer.untilReady(this.urls[index]);
  }

  async restartRedis(awayMs) {
    await this.backends.redis.crash();
    await sleep(awayMs);
    await this.backends.redis.begin();
  }

  async pauseDatabase(milliseconds) {
    this.backends.firestore.pause();
    await sleep(milliseconds);
    this.backends.firestore.resume();
  }

  async stop() {
    for (const member of [...this.workers, ...this.apis]) await this.#end(member);
    this.balancer.close();
  }

  async close() {
    for (const member of [...this.workers, ...this.apis]) if (member.alive) await member.kill();
    this.balancer.close();
    await this.backends.close();
  }

  #member(role, env = {}) {
    return new Member(role, { ...this.env, ...env });
  }

  async #end(member) {
    this.exits.push(await member.end());
    this.slowestExitMs = Math.max(this.slowestExitMs, member.endedAfterMs);
    this.#note(member);
  }

  #note(member) {
    for (const line of member.jobLines) this.jobLines.add(line);
    this.recovered += member.recovered;
    this.linesWithoutId += member.linesWithoutId;
  }
}
