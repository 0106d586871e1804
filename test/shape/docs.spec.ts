import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { VARIABLES } from '../../src/config/config.js';

const NOT_OURS = new Set(['node_modules', 'dist', 'data', 'coverage', '.git']);
/** Variables that others define (Node, OpenTelemetry, Google's clients), and those of the command line tool. */
const STANDARD = /^(?:CONSULTANTOS_|OTEL_|NODE_|NO_COLOR|GOOGLE_|METADATA_SERVER_)/;
/** Words that look like variables and are none, e.g. constants of the code and codes of other programs. */
const NO_VARIABLES =
  /^(?:FRAMEWORK_NAMES|FST_ERR_|ERR_|SQLITE_|EX_|REPORT_ID|JOB_ID|API_KEY|RESOURCE_EXHAUSTED)/;

/** The names of all files that documents may speak of without their folder. */
const fileNames = new Set(
  ['src', 'test', 'docs', 'examples'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).map(({ name }) => name),
  ),
);

const pages = readdirSync('.', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
  .map(({ parentPath, name }) => join(parentPath, name))
  .filter((path) => !path.split('/').some((part) => NOT_OURS.has(part)));

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

const withoutBlocks = (text: string) => text.replace(/^ *```[\s\S]*?^ *```/gm, '');
const blocksOf = (text: string) =>
  [...text.matchAll(/^ *```[^\n]*\n([\s\S]*?)^ *```/gm)].map(([, block]) => block!);
const codeOf = (text: string) => [...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);
const matchesOf = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found!);
/** Those that compose.yaml alone reads. */
const COMPOSED = new Set(matchesOf(readFileSync('compose.yaml', 'utf8'), /\$\{([A-Z0-9_]+)/g));

/** GitHub's way of making an anchor from a heading. */
const anchorsOf = (text: string) =>
  matchesOf(withoutBlocks(text), /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

function brokenLinks(page: string, text: string): string[] {
  return matchesOf(withoutBlocks(text), /\]\(([^)\s]+)\)/g)
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
    });
}

const SOME_FILE =
  /^(?:src|test|docs|examples|assets|ops|helm|bench|eval|\.ci)\/[\w./-]+$|^[\w.-]+\.(?:json|md|yaml|yml|cjs|mjs|ts)$/;

describe.each(pages)('%s', (page) => {
  const text = readFileSync(page, 'utf8');

  it('links to what exists', () => expect(brokenLinks(page, text)).toEqual([]));

  it('names scripts that exist', () => {
    const named = matchesOf(text, /npm run ([a-z][\w:-]*)/g);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('names paths that exist', () => {
    const missing = codeOf(text)
      .filter((code) => SOME_FILE.test(code) && !code.startsWith('x.'))
      .filter((path) => !existsSync(path) && !existsSync(join(dirname(page), path)) && !fileNames.has(path));
    expect(missing).toEqual([]);
  });

  it('names variables that exist', () => {
    const named = [...codeOf(text), ...blocksOf(text)].flatMap((code) =>
      matchesOf(code, /(?<![\w.])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?!\w)/g),
    );
    const unknown = named.filter(
      (name) => !(name in VARIABLES || COMPOSED.has(name) || STANDARD.test(name) || NO_VARIABLES.test(name)),
    );
    expect([...new Set(unknown)]).toEqual([]);
  });
});

describe('README.md', () => {
  it('lists every endpoint of the API, and no other', () => {
    const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const described = Object.entries(paths)
      .filter(([path]) => path !== '/docs/{file}')
      .flatMap(([path, item]) =>
        ['get', 'post', 'put', 'patch', 'delete']
          .filter((method) => method in item)
          .map((method) => `${method.toUpperCase()} ${path}`),
      );
    const listed = matchesOf(readFileSync('README.md', 'utf8'), /^\| `([A-Z]+ \/[^`]*)`/gm);
    expect(listed.sort()).toEqual(described.sort());
  });
});

describe('docs/map.md', () => {
  it('shows every folder of src, and of what stands in the feature and the adapters', () => {
    const [tree] = blocksOf(readFileSync('docs/map.md', 'utf8'));
    const shown = matchesOf(tree!, /^ {2,}([a-z-]+)\/ /gm);
    const foldersOf = (parent: string) =>
      readdirSync(parent, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name);
    const there = ['src', 'src/analysis', 'src/adapters'].flatMap(foldersOf);
    expect(shown.sort()).toEqual(there.sort());
  });
});
