import { z } from 'zod';

/** A claim where it is shown: its text and the id under which `claims` holds its evidence. */
export const itemSchema = z.strictObject({ claim_id: z.string(), text: z.string() }).meta({ id: 'Item' });

/** An open question where evidence is missing, and what would settle it. */
export const hypothesisSchema = z
  .strictObject({
    claim_id: z.string(),
    bucket: z.string(),
    text: z.string(),
    question: z.string(),
    evidence_needed: z.string(),
  })
  .meta({ id: 'Hypothesis' });

/** What every framework's section has. */
export const SECTION_FIELDS = {
  status: z
    .enum(['complete', 'partial', 'insufficient_evidence', 'failed'])
    .meta({ description: 'complete: evidence in every bucket; partial: in some.' }),
  failure: z
    .string()
    .nullable()
    .meta({ description: 'The error code where the framework could not be done.' }),
  hypotheses: z.array(hypothesisSchema),
};

export type Section = z.infer<z.ZodObject<typeof SECTION_FIELDS>>;
export type Item = z.infer<typeof itemSchema>;
export type SectionStatus = Section['status'];
