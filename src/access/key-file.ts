import { readFile } from 'node:fs/promises';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Audit } from '../logging/audit.js';
import { Log } from '../logging/log.js';
import { ApiKeys } from './api-keys.js';

const LOOK_EVERY_MS = 5000;
const READ_LIMIT_MS = 5000;

/**
 * Follows API_KEYS_FILE: looks into it every five seconds, and at once at SIGHUP. Its text is compared and not its time,
 * since mounted secrets are replaced by links whose times say nothing. A file that cannot be used changes nothing.
 */
@Injectable()
export class KeyFile implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private looking = false;
  private text: string | undefined;
  /** What was wrong at the last look, so that it is said once. */
  private fault: string | undefined;
  private readonly hangUp = () => void this.look('signal');

  constructor(
    private readonly config: Config,
    private readonly keys: ApiKeys,
    private readonly audit: Audit,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    // Also without a file: nobody's reload ends the process.
    process.on('SIGHUP', this.hangUp);
    if (this.config.API_KEYS_FILE === undefined) return;
    this.timer = setInterval(() => void this.look('key_file'), LOOK_EVERY_MS).unref();
    void this.look('key_file');
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    process.off('SIGHUP', this.hangUp);
  }

  /** One look at a time: a file system that hangs is not asked again and again. */
  private async look(actor: 'key_file' | 'signal'): Promise<void> {
    const file = this.config.API_KEYS_FILE;
    if (file === undefined || this.looking) return;
    this.looking = true;
    try {
      const signal = AbortSignal.timeout(READ_LIMIT_MS);
      this.take(await readFile(file, { encoding: 'utf8', signal }), actor);
      this.fault = undefined;
    } catch (error) {
      this.complain(error as Error, actor);
    } finally {
      this.looking = false;
    }
  }

  private take(text: string, actor: 'key_file' | 'signal'): void {
    if (text === this.text && actor !== 'signal') return;
    const keys = this.keys.replace(text);
    this.text = text;
    this.audit.record({ actor, act: 'load_api_keys', target: 'api_keys', result: 'done' }, { keys });
  }

  private complain(error: Error, actor: 'key_file' | 'signal'): void {
    if (error.message === this.fault && actor !== 'signal') return;
    this.fault = error.message;
    this.log.error('api_keys_not_loaded', {}, error);
    this.audit.record({ actor, act: 'load_api_keys', target: 'api_keys', result: 'failed' });
  }
}
