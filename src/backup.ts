import './node-version.js';
import { parseArgs } from 'node:util';
import { backUp, BackupRefused } from './adapters/embedded/backup.js';
import { readEnvironment, VARIABLES } from './config/config.js';

/** sysexits.h: EX_USAGE. */
const EXIT_USAGE = 64;
const USAGE = 'Usage: npm run backup -- --to FOLDER [--from DATA_DIR]\n';

/** `npm run backup`: docs/backup.md. */
async function main(): Promise<void> {
  const { to, from } = options();
  if (to === undefined) {
    end(USAGE, EXIT_USAGE);
    return;
  }
  const folder = from ?? dataDir();
  const begun = performance.now();
  const { reports, jobs, files, bytes } = await backUp(folder, to);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  process.stdout.write(
    `${to}: ${reports} reports, ${jobs} jobs, ${files} report files, ${bytes} bytes, in ${seconds} s\n`,
  );
}

/** An empty value means "not set", as for the service. */
function dataDir(): string {
  const { DATA_DIR = '' } = readEnvironment();
  return DATA_DIR === '' ? (VARIABLES.DATA_DIR.fallback ?? '') : DATA_DIR;
}

function options(): { to?: string; from?: string } {
  try {
    return parseArgs({ options: { to: { type: 'string' }, from: { type: 'string' } } }).values;
  } catch {
    return {};
  }
}

function end(message: string, code: number): void {
  process.stderr.write(message);
  process.exitCode = code;
}

main().catch((error: unknown) => {
  end(`${error instanceof BackupRefused ? error.message : String((error as Error).stack)}\n`, 1);
});
