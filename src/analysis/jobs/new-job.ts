import type { AnalysisOrder } from '../analysis.service.js';
import { currentTraceparent } from '../../tracing/tracing.js';
import type { NewJob } from '../ports/job-repository.port.js';

/** The row of a job that was just accepted; it has the id that its report will have. */
export function newRecord(order: AnalysisOrder, requestId: string, now: Date): NewJob['record'] {
  const { request, client, analyst, reportId } = order;
  const time = now.toISOString();
  const traceparent = currentTraceparent();
  return {
    id: reportId,
    client,
    request_id: requestId,
    ...(traceparent !== undefined && { traceparent }),
    company: request.company,
    frameworks: request.frameworks,
    engine: analyst.description.name,
    status: 'pending',
    phase: null,
    progress: 0,
    attempt: 0,
    created_at: time,
    started_at: null,
    finished_at: null,
    ready_at: time,
    lease: null,
    report_id: null,
    cost: null,
    error: null,
  };
}
