import { HELP, parsePlan, UsageError } from './arguments.js';

const plan = (words: string) => parsePlan(`--from embedded ${words}`.trim().split(' '));

describe('the words of npm run migrate', () => {
  it.each([
    ['--to firestore', 'firestore', undefined],
    ['--to gcs', undefined, 'gcs'],
    ['--to firestore --to gcs', 'firestore', 'gcs'],
    ['--to=gcs --to=firestore', 'firestore', 'gcs'],
    ['--storage gcs', undefined, 'gcs'],
    ['--to firestore --storage gcs', 'firestore', 'gcs'],
    ['--to gcs --storage gcs', undefined, 'gcs'],
  ])('%s', (words, database, storage) => expect(plan(words)).toEqual({ database, storage }));

  it.each([
    ['', 'There is nothing to do: give --to firestore, --to gcs, or both.'],
    ['--to s3', '--to s3: allowed are firestore and gcs.'],
    ['--to firestore --to embedded', '--to embedded: allowed are firestore and gcs.'],
    ['--storage s3', '--storage s3: allowed is gcs.'],
    ['--to', "Option '--to <value>' argument missing"],
  ])('are refused where they are: %s', (words, why) => {
    expect(() => plan(words)).toThrow(UsageError);
    expect(() => plan(words)).toThrow(why);
  });

  it('need the only source there is', () => {
    for (const words of [[], ['--to', 'gcs'], ['--from', 'redis', '--to', 'gcs']])
      expect(() => parsePlan(words)).toThrow('--from embedded is needed: it is the only source there is.');
  });

  it('are all in the help', () => {
    expect(parsePlan(['--help'])).toBe('help');
    for (const word of ['--from embedded', '--to firestore', '--to gcs', '--storage gcs'])
      expect(HELP).toContain(word);
  });
});
