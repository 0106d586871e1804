import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assess } from '../../eval/assess.js';
import { missedGates } from '../../eval/gates.js';
import { readSentences } from '../../eval/labelled-sentence.js';
import { SORTERS } from '../../eval/sorters.js';
import weights from '../../src/adapters/extractive/model/weights.json';

const FOLDER = join(__dirname, '../../eval');

describe('the shipped weights', () => {
  it('were trained on the tuning set as it is: else `npm run eval:train`', () => {
    const sum = createHash('sha256')
      .update(readFileSync(join(FOLDER, 'tuning.jsonl')))
      .digest('hex');
    expect(weights.trained_on).toBe(sum);
  });

  it('meet every gate on the judging set', async () => {
    const assessment = await assess(readSentences('judging', FOLDER), SORTERS.extractive!);
    expect(missedGates(assessment)).toEqual([]);
  });
});
