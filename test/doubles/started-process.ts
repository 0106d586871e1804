import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface StartedProcess {
  kill(signal: NodeJS.Signals): void;
  end(): Promise<void>;
}

/** Starts a server and waits until it accepts connections at `port`. @throws Error with its output */
export async function startProcess(
  command: string,
  args: readonly string[],
  port: number,
): Promise<StartedProcess> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4000)));
  }
  const failed = new Promise<never>((_resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`${command} ended with code ${code}:\n${output}`)));
  });
  failed.catch(() => undefined);
  await Promise.race([failed, untilAccepting(port)]);
  return { kill: (signal) => void child.kill(signal), end: () => end(child) };
}

async function untilAccepting(port: number): Promise<void> {
  while (!(await accepts(port))) await sleep(20);
}

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.on('connect', () => settle(true));
    socket.on('error', () => settle(false));
  });

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.on('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
