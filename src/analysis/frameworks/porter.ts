import type { Framework } from './framework.js';

/** Porter, M. E. (1979), "How Competitive Forces Shape Strategy", Harvard Business Review 57(2). */
export const porter: Framework = {
  name: 'porter',
  title: 'Porter’s Five Forces',
  scored: true,
  buckets: [
    {
      name: 'competitive_rivalry',
      title: 'Competitive rivalry',
      question: 'How hard do the existing competitors fight for the same customers?',
    },
    {
      name: 'threat_of_new_entrants',
      title: 'Threat of new entrants',
      question: 'How easily can somebody new enter this market?',
    },
    {
      name: 'threat_of_substitutes',
      title: 'Threat of substitutes',
      question: 'What else could serve the same need, and how readily would customers switch?',
    },
    {
      name: 'supplier_power',
      title: 'Bargaining power of suppliers',
      question: 'How far can suppliers dictate prices and terms?',
    },
    {
      name: 'buyer_power',
      title: 'Bargaining power of buyers',
      question: 'How far can customers dictate prices and terms?',
    },
  ],
};
