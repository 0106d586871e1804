import { z } from 'zod';
import { errorBodySchema } from '../../errors/error-body.js';
import { FRAMEWORK_NAMES } from '../frameworks/frameworks.js';
import { JOB_STATUSES } from '../ports/job-repository.port.js';
import { reportSchema } from '../report/report.schema.js';

const status = z.enum(JOB_STATUSES);

/** The body of a 202. */
export const acceptedSchema = z
  .strictObject({
    job_id: z.uuid(),
    status,
    status_url: z.string(),
    events_url: z.string(),
    cancel_url: z.string(),
  })
  .meta({ id: 'AcceptedJob' });

export const jobSchema = z
  .strictObject({
    job_id: z.uuid(),
    status,
    phase: z.string().nullable().meta({ description: 'The stage that was begun last.' }),
    progress: z.number().min(0).max(1),
    attempt: z.int().min(0).meta({
      description:
        'How often it was begun. After 3 it is given up, where those that a restart of the service ended do not count, nor those in whose middle the process was lost through no fault of the job.',
    }),
    company: z.string(),
    frameworks: z.array(z.enum(FRAMEWORK_NAMES)),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
    report_id: z.uuid().nullable().meta({ description: 'Once completed.' }),
    cost: reportSchema.shape.cost.nullable().meta({
      description:
        'What was spent so far, also where the job failed or was cancelled; null until its first stage is finished.',
    }),
    error: errorBodySchema.nullable().meta({ description: 'Once failed.' }),
  })
  .meta({ id: 'Job' });

export const jobListSchema = z.strictObject({
  jobs: z.array(jobSchema),
  next_cursor: z.string().nullable().meta({ description: 'Null on the last page.' }),
  count: z.int().min(0).meta({ description: 'Jobs on this page.' }),
});
