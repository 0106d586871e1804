import { constants } from 'node:fs';
import { access, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from './usage.js';

/** Asked before anything is analysed, which may have cost money by the time the file is written. @throws UsageError */
export const assertWritable = (path: string): Promise<void> =>
  orUsageError(path, access(dirname(path), constants.W_OK));

/** @throws UsageError */
export const writeReport = (path: string, body: Buffer): Promise<void> =>
  orUsageError(path, writeFile(path, body));

async function orUsageError(path: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw new UsageError(`--out ${path} cannot be written: ${(error as Error).message}`);
  }
}
