import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { type ApiKey, Config, ConfigInvalid, parseKeyFile } from '../config/config.js';
import { digestsOf, ownerOf } from './credentials.js';

/** The keys that are known just now: those of API_KEYS, for as long as the process lives, and those of API_KEYS_FILE. */
@Injectable()
export class ApiKeys {
  /** Whether anybody may call. Never with a file, whatever becomes of it. */
  readonly open: boolean;
  private digests: ReturnType<typeof digestsOf>;

  /** @throws ConfigInvalid where the file cannot be used */
  constructor(private readonly config: Config) {
    const { API_KEYS, API_KEYS_FILE: file } = config;
    this.open = API_KEYS.length === 0 && file === undefined;
    this.digests = digestsOf(file === undefined ? API_KEYS : this.together(firstReading(file)));
  }

  /** The client whose key this is; undefined where it is nobody's. */
  ownerOf(presented: string): string | undefined {
    return ownerOf(this.digests, presented);
  }

  /** Puts the keys of a new file in the place of those of the last, all at once. @returns how many. @throws Error */
  replace(text: string): number {
    const keys = parseKeyFile(text);
    this.digests = digestsOf(this.together(keys));
    return keys.length;
  }

  private together(keys: readonly ApiKey[]): readonly ApiKey[] {
    const all = [...this.config.API_KEYS, ...keys];
    if (new Set(all.map(({ sha256 }) => sha256)).size < all.length)
      throw new Error('a key of the file is listed in API_KEYS too');
    return all;
  }
}

function firstReading(file: string): readonly ApiKey[] {
  try {
    return parseKeyFile(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigInvalid([`API_KEYS_FILE cannot be used: ${(error as Error).message}`]);
  }
}
