import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Log } from '../logging/log.js';
import { type Backend, type FaultsBody, faultsSchema } from './faults.schema.js';

type Follower = (now: FaultsBody, before: FaultsBody) => void;

const NONE: FaultsBody = faultsSchema.parse({});

/** A fault that somebody asked for, and no defect. */
export class FaultInjected extends Error {
  constructor(what: string) {
    super(`A fault was injected: ${what}.`);
    this.name = 'FaultInjected';
  }
}

/** What is wrong on purpose just now. Whoever can go wrong asks here first, or follows the changes. */
@Injectable()
export class Faults {
  private now = NONE;
  private changed = Promise.withResolvers<undefined>();
  private readonly followers: Follower[] = [];

  constructor(private readonly log: Log) {}

  get current(): FaultsBody {
    return this.now;
  }

  /** Replaces all that was wrong before; what hangs goes on. */
  set(faults: FaultsBody): void {
    const before = this.now;
    this.now = faults;
    this.log.warning('faults_changed', { faults: JSON.stringify(faults) });
    for (const follow of this.followers) follow(faults, before);
    this.changed.resolve(undefined);
    this.changed = Promise.withResolvers<undefined>();
  }

  follow(follower: Follower): void {
    this.followers.push(follower);
  }

  /** To be awaited before a call to a backend. @throws FaultInjected */
  async before(backend: Backend): Promise<void> {
    const fault = this.now.backends[backend];
    if (fault?.mode === 'slow') await sleep(fault.delay_ms, undefined, { ref: false });
    if (fault?.mode === 'hanging') await this.changed.promise;
    if (fault?.mode === 'failing') throw new FaultInjected(`the ${backend} fails`);
  }
}
