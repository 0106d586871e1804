/** Controls that no page can show, and those that would turn the reading direction of what stands around them. */

const UNSHOWABLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** Halves of a character that stand alone, as where a text was cut; no format can write them. */
const LONE_SURROGATE = /\p{Cs}/gu;

/** Text of a source or client as one readable line. */
export const readable = (text: string): string =>
  text.replace(UNSHOWABLE, '').replace(LONE_SURROGATE, '\ufffd').replace(/\s+/g, ' ').trim();
