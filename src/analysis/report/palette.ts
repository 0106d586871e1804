/**
 * The colours of the printed and the shown report. On white, each text colour has a contrast of at least 4.5 (WCAG AA);
 * assets/report/report.css repeats them.
 */
export const PALETTE = {
  ink: '#16202c',
  muted: '#55606e',
  accent: '#0b4a6f',
  line: '#d5dbe1',
  track: '#e6ebf0',
  tint: '#f4f7f9',
  caution: '#7a4a00',
  cautionTint: '#fdf5e6',
  alarm: '#8f1d1d',
  alarmTint: '#fbefee',
} as const;
