import '../node-version.js';
import { ConfigInvalid, readEnvironment } from '../config/config.js';
import { AppError, CannotStart } from '../errors/errors.js';
import { HELP, parsePlan, UsageError } from './arguments.js';
import { migrate } from './migrate.js';
import type { Comparison } from './move.js';

/** 75 and 78 as in sysexits.h. */
const EXIT = { done: 0, different: 1, usage: 2, away: 75, configuration: 78 } as const;

const say = (line: string) => void process.stdout.write(`${line}\n`);
const tell = (line: string) => void process.stderr.write(`${line}\n`);

async function main(words: readonly string[]): Promise<number> {
  try {
    const plan = parsePlan(words);
    if (plan === 'help') say(HELP);
    else return conclude(await migrate(plan, readEnvironment(), say));
    return EXIT.done;
  } catch (error) {
    return explain(error as Error);
  }
}

/** All that is at the source is at the target, and nothing else is. */
function conclude(comparisons: readonly Comparison[]): number {
  const wrong = comparisons.filter(({ source, target, different }) => source !== target || different > 0);
  for (const { name, source, target, different } of comparisons)
    say(`${name}: source ${source}, target ${target}, different ${different}`);
  if (wrong.length === 0) {
    say('All is there. The source is as it was.');
    return EXIT.done;
  }
  tell(
    `Source and target differ in ${wrong.map(({ name }) => name).join(', ')}. The target must hold nothing else, ` +
      'and no service may use either of them meanwhile.',
  );
  return EXIT.different;
}

function explain(error: Error): number {
  if (error instanceof UsageError) {
    tell(`${error.message}\n\n${HELP}`);
    return EXIT.usage;
  }
  if (error instanceof AppError && error.retryable) {
    tell(`${error.message} Run it again: what was moved is passed over.`);
    return EXIT.away;
  }
  const expected = error instanceof ConfigInvalid || error instanceof CannotStart;
  tell((expected ? error.message : error.stack) ?? error.message);
  return error instanceof ConfigInvalid ? EXIT.configuration : EXIT.different;
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
