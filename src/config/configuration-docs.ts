import type { Variable } from './variable.js';
import { VARIABLE_GROUPS } from './variables.js';

const GROUPS: readonly (readonly [string, Readonly<Record<string, Variable>>])[] =
  Object.entries(VARIABLE_GROUPS);

/** docs/configuration.md: every variable in its group. */
export function configurationPage(): string {
  const sections = GROUPS.map(([title, variables]) =>
    [
      `## ${title}`,
      '',
      '| variable | default | allowed | meaning |',
      '|---|---|---|---|',
      ...Object.entries(variables).map(([name, variable]) => row(name, variable)),
      '',
    ].join('\n'),
  );
  return [
    '# Configuration',
    '',
    'Made by `npm run generate` from the variables in `src/config`; change them there.',
    '',
    'The service reads environment variables once, when it starts, and below them the lines of a `.env` file in its',
    'working folder (`.env.example` shows all). An empty value means "not set". A value that is not allowed ends the',
    'process with code 78 and one message that lists every fault. The values of variables marked **secret** are never',
    'shown, in that message, in a log or anywhere else.',
    '',
    ...sections,
  ].join('\n');
}

/** .env.example: every variable with its default, commented out. */
export function environmentExample(): string {
  const sections = GROUPS.map(([title, variables]) =>
    [
      `# ---- ${title} ----`,
      ...Object.entries(variables).map(([name, variable]) => entry(name, variable)),
    ].join('\n\n'),
  );
  return `# Copy to .env and change what you need. Made by "npm run generate" from the variables in src/config.\n\n${sections.join('\n\n')}\n`;
}

function row(name: string, { fallback, allowed, description, secret }: Variable): string {
  const initial = fallback === undefined || fallback === '' ? '' : `\`${fallback}\``;
  const cells = [`\`${name}\``, initial, allowed, `${secret ? '**Secret.** ' : ''}${description}`];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function entry(name: string, { fallback, allowed, description, secret }: Variable): string {
  return `# ${description}\n# Allowed: ${allowed}.${secret ? ' Secret.' : ''}\n# ${name}=${fallback ?? ''}`;
}
