import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { assess } from './assess.js';
import { checkDocuments } from './documents.js';
import { missedGates } from './gates.js';
import { readSentences, SETS } from './labelled-sentence.js';
import { print } from './print.js';
import { SORTERS } from './sorters.js';

/** This file runs from dist/eval/eval. */
const FOLDER = join(__dirname, '../../../eval');

const USAGE = `npm run eval -- [--engine ${Object.keys(SORTERS).join('|')}] [--set ${SETS.join('|')}] [--json FILE]`;

/** Prints how well an engine sorts a set. Exit code 1 where the judging set misses a gate, 2 for a wrong call. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      engine: { type: 'string', default: 'extractive' },
      set: { type: 'string', default: 'judging' },
      json: { type: 'string' },
    },
  });
  const sorter = SORTERS[values.engine];
  const set = SETS.find((name) => name === values.set);
  if (!sorter || !set) {
    say(USAGE);
    return 2;
  }
  const sentences = readSentences(set, FOLDER);
  const assessment = await assess(sentences, sorter);
  const faults = await checkDocuments(sentences);
  const missed = set === 'judging' ? missedGates(assessment) : [];
  say(print(assessment));
  say(faults.length === 0 ? 'documents: quotes exact, runs equal, no socket' : faults.join('\n'));
  for (const gate of missed) say(`MISSED: ${gate}`);
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ assessment, faults, missed }));
  return missed.length + faults.length === 0 ? 0 : 1;
}

const say = (text: string) => process.stdout.write(`${text}\n`);

void main().then((code) => (process.exitCode = code));
