import { eventually } from '../contracts/eventually.js';
import type { ServiceProcess } from '../service-process.js';
import type { Question } from './dependency.js';

const SOURCES = [{ id: 'a', title: 'Report', content: 'Our brand is strong. Two suppliers sell our chips.' }];

/** Asks for analyses, jobs and reports, and remembers what it was promised. */
export class Client {
  private companies = 0;
  /** Ids of reports and of jobs, which their reports bear as well. */
  private readonly promised: { readonly id: string; readonly job: boolean }[] = [];

  constructor(
    private readonly service: ServiceProcess,
    private readonly url: string,
  ) {}

  /** Of the report that is asked for. */
  get report(): string | undefined {
    return this.promised.find(({ job }) => !job)?.id;
  }

  /** @returns what came of each, e.g. "analysis 503 `overloaded`" */
  async ask(questions: readonly Question[]): Promise<string[]> {
    const told = await Promise.all(questions.map((question) => this.tell(question)));
    return told.filter((each) => each !== null);
  }

  /** Whether all was answered as it should be. */
  async isServed(questions: readonly Question[]): Promise<boolean> {
    return (await this.ask(questions)).every((answer) => / 20[02]$/.test(answer));
  }

  /** What was promised so far and cannot be had, or was done twice. */
  async lost(): Promise<string> {
    for (const { id, job } of this.promised) {
      await eventually(async () => (await fetch(`${this.url}/reports/${id}`)).status === 200);
      if (!job) continue;
      await eventually(() => this.completions(id) > 0);
      if (this.completions(id) > 1) return 'a job was done twice';
    }
    return 'nothing';
  }

  /** Null for a report where none is known yet. */
  private async tell(question: Question): Promise<string | null> {
    const known = this.report;
    if (question === 'report' && known === undefined) return null;
    const answer = await (question === 'report'
      ? fetch(`${this.url}/reports/${known}`)
      : this.order(question));
    const body = (await answer.json()) as { code?: string; report_id?: string; job_id?: string };
    const id = body.job_id ?? body.report_id;
    if (question !== 'report' && id !== undefined) this.promised.push({ id, job: question === 'job' });
    return `${question} ${answer.status}${answer.ok ? '' : ` \`${body.code}\``}`;
  }

  private order(question: Question): Promise<Response> {
    const company = `Company ${(this.companies += 1)}`;
    return fetch(`${this.url}/analyze${question === 'job' ? '/async' : ''}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ company, depth: 'quick', frameworks: ['swot'], sources: SOURCES }),
    });
  }

  private completions(job: string): number {
    return this.service.logs.of('job_completed').filter(({ job_id }) => job_id === job).length;
  }
}
