import { wordsOf } from '../../../analysis/source-text/source-text.js';
import { saysNothing } from './exclusions.js';

const nothing = (text: string) => saysNothing(text, wordsOf(text));

describe('saysNothing', () => {
  it.each([
    'Can we afford another year of matching the discounters on price?',
    '“Will demand hold?”',
    'We undertake no obligation to update any forward-looking statement.',
    'Dr. Halvorsen: From wind and from heat.',
    'Past performance is no guide to future returns.',
    'Certain amounts have been reclassified.',
  ])('nothing: %s', (text) => expect(nothing(text)).toBe(true));

  it.each([
    'Demand rose in every region.',
    'The court allowed the claim against the bank.',
    'Ms Lindqvist: Heat pumps will double our loans to the owners of old houses.',
  ])('something: %s', (text) => expect(nothing(text)).toBe(false));
});
