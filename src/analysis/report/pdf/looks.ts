import type { Tone } from '../document/document.js';
import { PALETTE } from '../palette.js';
import type { Style } from './spans.js';

/** ISO 216 A4 in points, and what of it holds text. */
export const PAGE = {
  width: 595.28,
  height: 841.89,
  left: 62,
  top: 82,
  bottom: 770,
  content: 471.28,
} as const;

export const ROOM = PAGE.bottom - PAGE.top;

export interface TextLook extends Style {
  /** From one baseline to the next, points. */
  readonly leading: number;
}

const look = (face: Style['face'], size: number, leading: number, color: string): TextLook => ({
  face,
  size,
  leading,
  color,
});

export const LOOKS = {
  company: look('serif', 36, 43, PALETTE.ink),
  companyLong: look('serif', 26, 32, PALETTE.ink),
  companyLongest: look('serif', 19, 25, PALETTE.ink),
  chapter: look('serif', 23, 29, PALETTE.ink),
  lead: look('serif', 13, 18, PALETTE.ink),
  number: look('serif', 13, 14.5, PALETTE.accent),
  subtitle: look('sans', 12, 18, PALETTE.muted),
  heading: look('strong', 11.5, 16, PALETTE.ink),
  field: look('strong', 12, 16, PALETTE.accent),
  body: look('sans', 9.75, 14.5, PALETTE.ink),
  bodyMuted: look('sans', 9.75, 14.5, PALETTE.muted),
  bodyStrong: look('strong', 9.75, 14.5, PALETTE.ink),
  small: look('sans', 8.5, 12.5, PALETTE.ink),
  note: look('sans', 8.5, 12.5, PALETTE.muted),
  noteStrong: look('strong', 8.5, 12.5, PALETTE.muted),
  overline: look('strong', 8, 12, PALETTE.muted),
  overlineAccent: look('strong', 9.5, 14, PALETTE.accent),
  quote: look('strong', 8.5, 12.5, PALETTE.accent),
  mark: look('strong', 7, 14.5, PALETTE.accent),
  claim: look('sans', 7, 14.5, PALETTE.muted),
  claimLink: look('strong', 8, 12, PALETTE.accent),
  flag: look('strong', 8, 14.5, PALETTE.caution),
  head: look('sans', 8, 10, PALETTE.muted),
} as const;

export const TONES: Readonly<Record<Tone, { readonly color: string; readonly tint: string }>> = {
  plain: { color: PALETTE.muted, tint: PALETTE.tint },
  accent: { color: PALETTE.accent, tint: PALETTE.tint },
  caution: { color: PALETTE.caution, tint: PALETTE.cautionTint },
  alarm: { color: PALETTE.alarm, tint: PALETTE.alarmTint },
};
