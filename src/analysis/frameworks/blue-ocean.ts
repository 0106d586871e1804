import { BLUE_OCEAN_PROMPT } from './blue-ocean.prompt.js';
import { listFramework } from './list-framework.js';

/** Kim and Mauborgne (2005), "Blue Ocean Strategy": the four actions framework. */
export const blueOcean = listFramework(
  'blue_ocean',
  'Blue Ocean: four actions',
  { kind: 'grid' },
  BLUE_OCEAN_PROMPT,
  [
    {
      name: 'eliminate',
      title: 'Eliminate',
      question: 'Which factors that the industry takes for granted should go?',
    },
    {
      name: 'reduce',
      title: 'Reduce',
      question: 'Which factors should fall well below the industry’s standard?',
    },
    {
      name: 'raise',
      title: 'Raise',
      question: 'Which factors should rise well above the industry’s standard?',
    },
    { name: 'create', title: 'Create', question: 'Which factors should be created that nobody offers?' },
  ],
);
