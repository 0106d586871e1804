import type { Statement } from '../report-view.js';
import type { StatementLine } from './document.js';

/** A claim where it stands in the report. */
export const anchored = (statement: Statement, label: string | null = null): StatementLine => ({
  ...statement,
  anchored: true,
  label,
});

/** A claim shown once more elsewhere, pointing to its own place. */
export const referring = (statement: Statement): StatementLine => ({
  ...statement,
  anchored: false,
  label: null,
});
