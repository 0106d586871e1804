import { statSync } from 'node:fs';

/** The file that a path leads to now: whoever has it open keeps it, also when the path leads elsewhere or nowhere. */
export class PlacedFile {
  private readonly inode: number | undefined;

  constructor(private readonly path: string) {
    this.inode = inodeOf(path);
  }

  /** False where it was moved, deleted or replaced: what is written to it now ends with whoever has it open. */
  get inPlace(): boolean {
    return inodeOf(this.path) === this.inode;
  }
}

/** Undefined where nothing can be found there, whatever the reason: who starts now would not find it either. */
function inodeOf(path: string): number | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })?.ino;
  } catch {
    return undefined;
  }
}
