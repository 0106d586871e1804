/** What GET /engines answers on a laptop. */
export const ENGINES = [
  { name: 'gemini', available: false, reason: 'no_api_key' },
  { name: 'extractive', available: true, reason: null },
];
