import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The commands of the first block after a heading. */
const blockAfter = (heading: string) =>
  new RegExp(`${heading}.*?\n\`\`\`\n(.*?)\n\`\`\``, 's').exec(readFileSync('docs/RUNBOOK.md', 'utf8'))![1]!;

/** Runs lines in bash with a kubectl of these lines in place of the real one. */
const inShell = (kubectl: string, ...lines: readonly string[]) =>
  execFileSync('bash', ['-c', [`kubectl() { ${kubectl}; }`, ...lines].join('\n')], {
    encoding: 'utf8',
    timeout: 20_000,
  })
    .trim()
    .split('\n');

const FIRST = blockAfter('# Runbook');
const SWITCH = blockAfter('## The pod that an alert names');

describe("the runbook's ways", () => {
  it('bring the logs of every pod, also where one of them has none', () => {
    const asked = inShell(`[ "$1" = logs ] && printf '%s\\n' "$@"`, FIRST, 'logs --since=10m');
    expect(asked).toEqual([
      'logs',
      '-l',
      'app.kubernetes.io/name=consultantos',
      // Which pod a line is of.
      '--prefix',
      // By a selector kubectl shows ten lines only, of five pods at most, and ends at the first that has no log yet.
      '--tail=-1',
      '--max-log-requests=50',
      '--ignore-errors',
      '--since=10m',
    ]);
  });

  it('lead to another pod as often as one likes: port 9090 has one at a time', () => {
    const forward = `[ "$1" != port-forward ] && [ "$3" != port-forward ] || exec -a "$*" sleep 15`;
    const open = inShell(
      forward,
      `exec 3>&1 >/dev/null 2>&1; trap 'kill $(jobs -p)' EXIT`,
      FIRST,
      SWITCH.replace('NAME', 'one'),
      SWITCH.replace('NAME', 'two'),
      'sleep 0.3; for each in $(jobs -pr); do tr "\\0" " " <"/proc/$each/cmdline" >&3; echo >&3; done; exec 3>&-',
    ).map((line) => line.trim());
    expect(open.filter((line) => line.includes(' 9090:9090'))).toEqual(['port-forward pod/two 9090:9090 15']);
    expect(open).toHaveLength(3);
  });
});
