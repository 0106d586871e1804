import { Victim } from './victim.mjs';

/** A process of the cluster: may be killed, or asked to end. */
export class Member extends Victim {
  constructor(role, env, heard) {
    super({ ...env, ROLE: role }, heard);
    this.role = role;
  }

  /** From SIGTERM to its exit, once it was asked to end. */
  endedAfterMs = null;

  /** Resolves with its exit code. */
  async end() {
    const begun = performance.now();
    this.child.kill('SIGTERM');
    const [code] = await this.gone;
    this.endedAfterMs = performance.now() - begun;
    return code;
  }

  get alive() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }
}
