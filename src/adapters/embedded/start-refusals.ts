import { statfsSync } from 'node:fs';
import { CannotStart } from '../../errors/errors.js';
import { isFolder } from './make-folder.js';
import { REPLACE_IT } from './verify-database.js';

const MENDS: readonly (readonly [pattern: RegExp, what: (folder: string, file: string) => string])[] = [
  [
    /ENOSPC|disk is full|database or disk/i,
    (folder) => `There is no space left for DATA_DIR ${folder}. Free some, or set another DATA_DIR.`,
  ],
  [
    /EROFS|EACCES|EPERM|ENOENT|readonly|read-only|unable to open/i,
    (folder) =>
      `DATA_DIR ${folder} cannot be written. Make it writable for this user, or set another DATA_DIR.`,
  ],
  [
    /ENOTDIR|EEXIST/,
    (folder, file) =>
      isThere(folder)
        ? `${file} is not a folder. Move it away, or set another DATA_DIR.`
        : `DATA_DIR ${folder} is not a folder. Set another DATA_DIR.`,
  ],
  [
    /malformed|not a database|corrupt/i,
    (_folder, file) => `The database ${file} is damaged or no database. It was not changed. ${REPLACE_IT}`,
  ],
  [
    /locked|busy/i,
    (_folder, file) =>
      `The database ${file} is in use by another process. Stop that one, or set another DATA_DIR.`,
  ],
];

/** Less than this is none: SQLite's shared memory alone takes 32 KiB. */
const NO_SPACE_BYTES = 64 * 1024;

/** What the operator is told when the embedded backends cannot work here; other errors as they are. */
export function refusal(error: unknown, folder: string, file: string): Error {
  if (isThere(file))
    return new CannotStart(`The database ${file} is a folder. Move it away, or set another DATA_DIR.`, error);
  const { message, code } = error as NodeJS.ErrnoException;
  // On a full disk SQLite often says no more than "disk I/O error".
  const said = isFull(folder) ? 'ENOSPC' : `${code ?? ''} ${message}`;
  const mend = MENDS.find(([pattern]) => pattern.test(said));
  return new CannotStart(
    mend ? mend[1](folder, file) : `The database ${file} cannot be opened: ${message}.`,
    error,
  );
}

/** Whether it is a folder; of one that may not be asked for, the error itself tells. */
function isThere(path: string): boolean {
  try {
    return isFolder(path);
  } catch {
    return false;
  }
}

function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < NO_SPACE_BYTES;
  } catch {
    // A folder that cannot be asked has another fault, and the error names it.
    return false;
  }
}
