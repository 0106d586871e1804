import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { UsageError } from './usage.js';

export interface PostedSource {
  readonly id: string;
  readonly title: string;
  readonly content_type: 'text/markdown' | 'text/plain';
  readonly content: string;
}

/** Reads the files as sources of a request. @throws UsageError that names the file. */
export async function readSources(paths: readonly string[]): Promise<PostedSource[]> {
  const taken = new Set<string>();
  const sources: PostedSource[] = [];
  for (const path of paths) {
    const name = basename(path);
    sources.push({
      id: uniqueId(name, taken),
      title: name,
      content_type: /^\.(?:md|markdown)$/i.test(extname(name)) ? 'text/markdown' : 'text/plain',
      content: await readText(path),
    });
  }
  return sources;
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${path} is not UTF-8 text. Convert it to plain text or Markdown first.`);
  }
}

/** A file's name as a source id: `[a-z0-9_-]{1,40}`, numbered where two files have the same. */
function uniqueId(name: string, taken: Set<string>): string {
  const stem = name.slice(0, name.length - extname(name).length).toLowerCase();
  const base =
    stem
      .replace(/[^a-z0-9_-]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 36) || 'source';
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  taken.add(id);
  return id;
}
