/** Characters that a reader does not see and a model does: controls but tab and line break, bidirectional and zero-width ones. */
export const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

const LONE_SURROGATE = /\p{Cs}/gu;

/** A text as it is given to the model. */
export const cleanText = (text: string): string => text.replace(UNSEEN, '').replace(LONE_SURROGATE, '\ufffd');
