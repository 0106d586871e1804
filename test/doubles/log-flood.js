/**
 * Writes 300 MB of log lines that nobody reads, says on standard error how many MiB that took, and ends;
 * with STAY it goes on with an empty line now and then.
 */
const { StandardOutput } = require('../../dist/logging/standard-output.js');

const output = new StandardOutput({ gather: 4096 });
/** A text of its own each time, as log lines are: what is shared would cost no memory. */
const line = () => `${Buffer.alloc(999, 'x').toString('latin1')}\n`;
let rounds = 300;

function talk() {
  for (let count = 0; count < 1000; count += 1) output.write(line());
  rounds -= 1;
  if (rounds > 0) setImmediate(talk);
  else void end();
}

async function end() {
  process.stderr.write(String(Math.round(process.memoryUsage.rss() / 1024 / 1024)));
  if (process.env.STAY) return setInterval(() => output.write('\n'), 20);
  await output.drained(100);
  process.exit(0);
}

talk();
