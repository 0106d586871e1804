import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from './usage.js';

const FORMATS: Readonly<Record<string, string>> = {
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.html': 'html',
  '.pdf': 'pdf',
  '.json': 'json',
};

export interface AnalyseCommand {
  /** What the request holds besides the sources; the service checks it. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly sources: readonly string[];
  /** Undefined: standard output. */
  readonly out: string | undefined;
  readonly format: string;
  readonly url: string | undefined;
  readonly timeoutMs: number;
  readonly json: boolean;
  readonly quiet: boolean;
}

export type Command = AnalyseCommand | 'help' | 'version';

const OPTIONS = {
  company: { type: 'string' },
  industry: { type: 'string' },
  sources: { type: 'string', multiple: true },
  frameworks: { type: 'string' },
  depth: { type: 'string' },
  engine: { type: 'string' },
  out: { type: 'string' },
  url: { type: 'string' },
  timeout: { type: 'string', default: '600' },
  json: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
} as const;

/** @throws UsageError */
export function parseCommand(words: readonly string[], defaultUrl?: string): Command {
  const { values, positionals } = read(words);
  if (values.help || words.length === 0) return 'help';
  if (values.version) return 'version';
  const [name, ...files] = positionals;
  if (name !== 'analyse' && name !== 'analyze')
    throw new UsageError(`"${name ?? ''}" is no command; the one there is is "analyse".`);
  if (values.company === undefined) throw new UsageError('--company is missing.');
  if (files.length > 0 && values.sources === undefined)
    throw new UsageError(`"${files[0] ?? ''}" stands alone; name files after --sources.`);
  const { company, industry, depth, engine, out, json, quiet } = values;
  const given = { company, industry, depth, engine, frameworks: values.frameworks?.split(',') };
  return {
    request: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    sources: [...(values.sources ?? []), ...files],
    out,
    format: formatOf(out),
    url: urlOf(values.url ?? defaultUrl),
    timeoutMs: secondsOf(values.timeout) * 1000,
    json,
    quiet,
  };
}

function read(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function formatOf(out: string | undefined): string {
  if (out === undefined) return 'markdown';
  const format = FORMATS[extname(out).toLowerCase()];
  if (format) return format;
  throw new UsageError(`--out ${out}: the ending must be one of ${Object.keys(FORMATS).join(' ')}.`);
}

function urlOf(url: string | undefined): string | undefined {
  if (url === undefined || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) return url;
  throw new UsageError(`--url ${url}: an address such as http://127.0.0.1:8080 is needed.`);
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (seconds >= 1 && seconds <= 86_400) return seconds;
  throw new UsageError(`--timeout ${text}: a number of seconds from 1 to 86400 is needed.`);
}
