import { listFramework } from './list-framework.js';
import { SWOT_PROMPT } from './swot.prompt.js';

/** Learned, Christensen, Andrews, Guth (1965), "Business Policy: Text and Cases". */
export const swot = listFramework(
  'swot',
  'SWOT',
  { kind: 'grid', columns: ['Helpful', 'Harmful'], rows: ['Internal', 'External'] },
  SWOT_PROMPT,
  [
    { name: 'strengths', title: 'Strengths', question: 'What does the company do or own that helps it?' },
    { name: 'weaknesses', title: 'Weaknesses', question: 'What inside the company holds it back?' },
    { name: 'opportunities', title: 'Opportunities', question: 'What outside could it use?' },
    { name: 'threats', title: 'Threats', question: 'What outside could harm it?' },
  ],
);
