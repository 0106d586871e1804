import { listFramework } from './list-framework.js';
import { PESTEL_PROMPT } from './pestel.prompt.js';

/** Aguilar, F. J. (1967), "Scanning the Business Environment", and its later extension by E and L. */
export const pestel = listFramework('pestel', 'PESTEL', { kind: 'table' }, PESTEL_PROMPT, [
  { name: 'political', title: 'Political', question: 'Which acts of governments and blocs matter?' },
  { name: 'economic', title: 'Economic', question: 'Which movements of prices, rates and demand matter?' },
  { name: 'social', title: 'Social', question: 'Which changes in people and their habits matter?' },
  { name: 'technological', title: 'Technological', question: 'Which technologies change the business?' },
  { name: 'environmental', title: 'Environmental', question: 'Which effects of and on nature matter?' },
  { name: 'legal', title: 'Legal', question: 'Which laws, rules and proceedings matter?' },
]);
