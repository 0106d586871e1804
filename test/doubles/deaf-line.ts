import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';
import { type StartedProcess, startProcess } from './started-process.js';

const LINE = (target: number, port: number) => `
  const { connect, createServer } = require('node:net');
  createServer((client) => {
    const upstream = connect(${target}, '127.0.0.1');
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    client.pipe(upstream).pipe(client);
  }).listen({ port: ${port}, host: '127.0.0.1', backlog: 1 });
`;
/** More than the system keeps for a server that does not come to take them. */
const CALLERS = 6;
const UNANSWERED_MS = 200;

/** A line to a server that can be made not even to answer who wants to connect, as where packets are lost. */
export class DeafLine {
  private readonly callers: Socket[] = [];

  private constructor(
    private readonly process: StartedProcess,
    readonly port: number,
  ) {}

  static async to(target: number): Promise<DeafLine> {
    const port = await freePort();
    return new DeafLine(await startProcess(process.execPath, ['-e', LINE(target, port)], port), port);
  }

  /** What is connected hangs, and once those who wait fill its queue the system drops every further packet that would connect. */
  async deafen(): Promise<void> {
    this.process.kill('SIGSTOP');
    for (let count = 1; count <= CALLERS; count += 1) {
      const caller = connect(this.port, '127.0.0.1').on('error', () => undefined);
      this.callers.push(caller);
      await Promise.race([once(caller, 'connect'), sleep(UNANSWERED_MS)]);
      if (caller.connecting) return;
    }
    throw new Error('It still answers.');
  }

  hear(): void {
    for (const caller of this.callers.splice(0)) caller.destroy();
    this.process.kill('SIGCONT');
  }

  async close(): Promise<void> {
    for (const caller of this.callers) caller.destroy();
    await this.process.end();
  }
}
