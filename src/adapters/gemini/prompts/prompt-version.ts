/** Grows with every change of a prompt or schema: cached analyses of older prompts are not used then. */
export const PROMPT_VERSION = '1';
