/**
 * How many wrong rules do the tests notice? Every alert of the pack is made wrong in one way at a time (comparison flipped,
 * limit moved by half, `for` dropped, severity changed), and its tests must fail. `npm run verify:ops` runs it.
 */
import { RULE_TESTS } from './all-tests.ts';
import { mutantsOf } from './mutants.ts';
import { tryRules } from './promtool.ts';
import { readRules, rulesFor } from './rules-file.ts';

const WANTED = 0.95;
const mutants = mutantsOf(readRules());
const verdicts = await tryRules(
  mutants.map(({ alert, about, rules }) => ({
    rules: rulesFor(alert, rules),
    tests: RULE_TESTS.filter((test) => test.alert === alert && test.what.startsWith(about)),
  })),
);
const survivors = mutants.filter((_mutant, at) => verdicts[at] === null);
const score = 1 - survivors.length / mutants.length;
for (const { alert, what } of survivors) console.log(`not noticed: ${alert}, ${what}`);
console.log(
  `Mutation score of the alert rules: ${mutants.length - survivors.length} of ${mutants.length} noticed, ` +
    `${(score * 100).toFixed(1)} % (wanted: ${WANTED * 100} %)`,
);
process.exitCode = score >= WANTED ? 0 : 1;
