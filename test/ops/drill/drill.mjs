/**
 * The alerts, from end to end: the service with its faults, a real Prometheus and a real Alertmanager on the pack's own
 * configuration, and receivers on this machine. Every alert must reach its receivers and resolve; then, with nothing
 * wrong, none may come. `npm run drill -- [--factor 100] [--quiet-factor 7] [--only loud|quiet]
 * [--messages FILE]` (what receivers got in the loud part, word by word)
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loudDrill } from './loud.ts';
import { quietDrill } from './quiet.ts';

const { values } = parseArgs({
  options: {
    // Ranges and patience are so many times shorter; the quiet drill must let an instance restart within a minute of them.
    factor: { type: 'string', default: '100' },
    'quiet-factor': { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    messages: { type: 'string', default: '' },
  },
});
const begun = performance.now();
const say = (line) =>
  console.log(`${((performance.now() - begun) / 1000).toFixed(0).padStart(4)} s  ${line}`);
const faults = [];

if (values.only !== 'quiet') {
  const drill = await loudDrill(Number(values.factor), say);
  faults.push(...drill.faults);
  if (values.messages !== '') writeFileSync(values.messages, JSON.stringify(drill.messages, null, 2));
  const seconds = (value) => (value === null ? 'NEVER' : (value?.toFixed(1) ?? '–'));
  console.table(
    Object.fromEntries(
      drill.rows.map(({ rule, what, detected, resolved, receivers }) => [
        rule,
        {
          'what went wrong': what,
          'heard of after s': seconds(detected),
          'over after s': seconds(resolved),
          receivers,
        },
      ]),
    ),
  );
}
if (values.only !== 'loud') {
  const quiet = await quietDrill(Number(values['quiet-factor']), say);
  faults.push(...quiet.faults.map((fault) => `quiet drill: ${fault}`));
  console.table(
    Object.fromEntries(
      quiet.patience.map(({ rule, factor, patience, window }) => [
        rule,
        {
          'days pass faster by': factor,
          'for s': patience,
          'window s': window,
          'all was well for s': Number(quiet.seconds.toFixed(1)),
        },
      ]),
    ),
  );
}

say(
  faults.length === 0
    ? 'Every alert came where it should and went; nothing came when all was well.'
    : 'FAILED',
);
for (const fault of faults) console.log(`  ${fault}`);
process.exit(faults.length === 0 ? 0 : 1);
