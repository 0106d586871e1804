/** The colours of the printed and the shown report. On white, each text colour has a contrast of at least 4.5 (WCAG AA). */
export const PALETTE = {
  ink: '#16202c',
  muted: '#55606e',
  accent: '#0b4a6f',
  line: '#d5dbe1',
  track: '#e6ebf0',
} as const;
