import { Victim } from './victim.mjs';

/** A process of the cluster: may be killed, or asked to end. */
export class Member extends Victim {
  constructor(role, env) {
    super({ ...env, ROLE: role });
    this.role = role;
  }

  /** Resolves with its exit code. */
  async end() {
    this.child.kill('SIGTERM');
    const [code] = await this.gone;
    return code;
  }

  get alive() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }
}
