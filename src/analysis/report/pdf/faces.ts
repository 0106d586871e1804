/** A font file of assets/report/fonts/pdf and the characters that it is asked for. */
export interface Face {
  readonly file: string;
  /** What it is asked for; the file itself says whether it has the letter. */
  readonly covers: RegExp;
}

/** The two families of the design: Inter for text, Source Serif for titles. Latin, Greek, Cyrillic, Vietnamese. */
export const TEXT_FACES = {
  sans: { file: 'inter-400.ttf', bold: false },
  strong: { file: 'inter-600.ttf', bold: true },
  serif: { file: 'source-serif-600.ttf', bold: true },
} as const;

export type TextFace = keyof typeof TEXT_FACES;

const noto = (script: string, covers: RegExp): Face => ({ file: `noto-sans-${script}.ttf`, covers });

/** Asked in this order for what the design's families lack. A script that stands here not is not covered. */
export const FALLBACK_FACES: readonly Face[] = [
  // First: Inter has what Source Serif lacks, such as arrows.
  { file: 'inter-600.ttf', covers: /[^\p{L}\p{M}]/u },
  noto('arabic', /[\p{Script_Extensions=Arabic}\p{Script=Common}]/u),
  noto('hebrew', /\p{Script=Hebrew}/u),
  {
    file: 'droid-sans-fallback.ttf',
    covers: /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\uff00-\uffef]/u,
  },
  { file: 'hangul.ttf', covers: /\p{Script=Hangul}/u },
  noto('devanagari', /\p{scx=Devanagari}/u),
  noto('bengali', /\p{scx=Bengali}/u),
  noto('gujarati', /\p{scx=Gujarati}/u),
  noto('gurmukhi', /\p{scx=Gurmukhi}/u),
  noto('sinhala', /\p{scx=Sinhala}/u),
  noto('tamil', /\p{scx=Tamil}/u),
  noto('telugu', /\p{scx=Telugu}/u),
  noto('kannada', /\p{scx=Kannada}/u),
  noto('malayalam', /\p{scx=Malayalam}/u),
  noto('thai', /\p{Script=Thai}/u),
  noto('lao', /\p{Script=Lao}/u),
  noto('khmer', /\p{Script=Khmer}/u),
  noto('georgian', /\p{scx=Georgian}/u),
  noto('armenian', /\p{Script=Armenian}/u),
  noto('ethiopic', /\p{Script=Ethiopic}/u),
  { file: 'noto-emoji.ttf', covers: /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Component}]/u },
];

/** Fonts that show letters in another order than they are written in, or several as one. */
export const REORDERING: ReadonlySet<string> = new Set(
  FALLBACK_FACES.map(({ file }) => file).filter(
    (file) => file.startsWith('noto') && !/georgian|armenian|ethiopic/.test(file),
  ),
);
