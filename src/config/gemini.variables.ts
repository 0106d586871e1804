import { parseServiceUrl } from './parsers.js';
import { parsePrices } from './price-table.js';
import { number, oneOf, optionalText, parsed, text } from './variable.js';

/**
 * USD per million tokens and per thousand searches, second hand, as of November 2026: check them against Google's page. Where no price for cached tokens was seen,
 * they count in full. gemini-3.1-pro-preview is left out: its price depends on the length of the prompt.
 */
export const DEFAULT_PRICES = JSON.stringify({
  'gemini-3.8-flash': [
    { from: '2026-01-01', input: 0.75, cached: 0.075, output: 3.75, search: 14 },
    { from: '2027-01-01', input: 1.5, cached: 0.15, output: 7.5, search: 14 },
  ],
  'gemini-3.5-flash-lite': { input: 0.3, cached: 0.03, output: 2.5, search: 14 },
  'gemini-4-argon': [
    { from: '2026-01-01', input: 2, cached: 2, output: 10, search: 14 },
    { from: '2026-12-01', input: 4, cached: 4, output: 20, search: 14 },
  ],
  'gemini-4-carbon': [
    { from: '2026-01-01', input: 2, cached: 2, output: 10, search: 14 },
    { from: '2026-12-01', input: 4, cached: 4, output: 20, search: 14 },
  ],
});

/** The settings of the engine that calls Google Gemini. */
export const GEMINI = {
  GEMINI_API_KEY: optionalText(
    '8 to 256 visible ASCII characters',
    'Key of the Gemini API; without it the gemini engine is not available.',
    { secret: true, pattern: /^[\x21-\x7e]{8,256}$/ },
  ),
  GEMINI_MODEL: text(
    'gemini-3.8-flash',
    'the name of a model: letters, digits, dots and hyphens',
    'Model that makes the analyses.',
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
  ),
  GEMINI_BASE_URL: parsed(
    parseServiceUrl,
    'https://generativelanguage.googleapis.com',
    'an http or https address without credentials and query',
    'Address of the Gemini API, or of a proxy before it.',
  ),
  GEMINI_API_VERSION: text(
    'v1',
    'v1, v1beta and the like',
    'Version of the Gemini API.',
    /^v[a-z0-9]{1,12}$/,
  ),
  GEMINI_PRICES: parsed(
    parsePrices,
    DEFAULT_PRICES,
    'JSON: {"model": {"input", "cached", "output", "search"?}} or {"model": [{"from", …}]}',
    'USD per million tokens by model, and per thousand searches. It replaces the built-in table; a model that is not in it is unpriced, and no budget can be kept with it.',
  ),
  GEMINI_MAX_CONCURRENCY: number(
    { min: 1, max: 1000 },
    8,
    'Calls to Gemini in flight at once, over all analyses; further ones wait, and past 64 waiting for each of them are refused.',
  ),
  GEMINI_TIMEOUT: number(
    { min: 0.05, max: 290, whole: false },
    90,
    'Seconds that one try of a call may take.',
  ),
  GEMINI_SEARCH: oneOf(
    ['single_step', 'two_step'],
    'single_step',
    'How the web is searched: with structured output in one step, which needs Gemini 3 or newer, or as prose first.',
  ),
};
