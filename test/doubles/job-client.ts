import { type TestApp } from '../harness.js';
import { eventually } from '../contracts/eventually.js';

export interface JobView {
  readonly job_id: string;
  readonly status: string;
  readonly phase: string | null;
  readonly progress: number;
  readonly attempt: number;
  readonly company: string;
  readonly frameworks: readonly string[];
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly report_id: string | null;
  readonly cost: {
    usd: number;
    calls: number;
    tokens: number;
    budget_usd: number | null;
    status: string;
  } | null;
  readonly error: { error: string; code: string; request_id: string; message: string } | null;
}

/** What a client does with jobs. */
export class JobClient {
  constructor(
    private readonly service: Pick<TestApp, 'get' | 'post'>,
    private readonly headers: Record<string, string> = {},
  ) {}

  async order(body: object = {}, headers: Record<string, string> = {}): Promise<Response> {
    return this.service.post(
      '/analyze/async',
      { company: 'Northwind', ...body },
      { ...this.headers, ...headers },
    );
  }

  /** Orders an analysis that must be accepted; gives the id of its job. */
  async accepted(body: object = {}, headers: Record<string, string> = {}): Promise<string> {
    const answer = await this.order(body, headers);
    if (answer.status !== 202) throw new Error(`Not accepted: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as JobView).job_id;
  }

  async show(id: string): Promise<JobView> {
    const answer = await this.service.get(`/jobs/${id}`, { headers: this.headers });
    return (await answer.json()) as JobView;
  }

  async cancel(id: string): Promise<Response> {
    return this.service.get(`/jobs/${id}/cancel`, { method: 'POST', headers: this.headers });
  }

  /** The job once it has one of these statuses; the test's own time limit ends the wait. @throws where it ends otherwise */
  async until(id: string, ...statuses: string[]): Promise<JobView> {
    let job = await this.show(id);
    await eventually(async () => {
      job = await this.show(id);
      if (statuses.includes(job.status)) return true;
      if (job.finished_at !== null) throw new Error(`The job ended otherwise: ${JSON.stringify(job)}`);
      return false;
    });
    return job;
  }
}
