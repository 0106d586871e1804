import { z } from 'zod';

/** More tokens than any context holds: a greater number is no count. */
const MOST_TOKENS = 1e9;
const count = z.int().min(0).max(MOST_TOKENS).catch(0);
const words = z.string().optional().catch(undefined);

/** Entries that are not of the shape are left out; what is no list is an empty one. */
const listOf = <T>(item: z.ZodType<T>) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((items) => items.flatMap((each) => item.safeParse(each).data ?? []));

const chunk = z.object({ web: z.unknown() }).catch({ web: undefined });
const support = z.object({
  segment: z.object({ text: z.string() }),
  groundingChunkIndices: listOf(z.int().min(0)),
});
const grounding = z.object({
  webSearchQueries: listOf(z.string()),
  groundingChunks: listOf(chunk),
  groundingSupports: listOf(support),
});
export type Grounding = z.infer<typeof grounding>;

const part = z.object({ text: words, thought: z.boolean().optional().catch(undefined) });
const candidate = z.object({
  finishReason: words,
  content: z
    .object({ parts: listOf(part) })
    .optional()
    .catch(undefined),
  groundingMetadata: grounding.optional().catch(undefined),
});
const usage = z.object({
  promptTokenCount: count,
  toolUsePromptTokenCount: count,
  cachedContentTokenCount: count,
  candidatesTokenCount: count,
  thoughtsTokenCount: count,
});

/**
 * What is read of an answer. The SDK checks nothing of it, and whatever it is it has been billed: a part of another
 * shape is as good as absent, and never an error. https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse
 */
export const replyShape = z
  .object({
    promptFeedback: z.object({ blockReason: words }).optional().catch(undefined),
    candidates: listOf(candidate),
    usageMetadata: usage.optional().catch(undefined),
  })
  .catch({ candidates: [] });
export type ReplyShape = z.infer<typeof replyShape>;
