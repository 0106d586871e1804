import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from '../analysis/analysis.js';
import type { AnalyseCommand } from './arguments.js';
import { assertWritable, writeReport } from './output.js';
import type { Answer, Service } from './service.js';
import { readSources } from './sources.js';

/** The service said no. `body` is its answer in the common error shape. */
export class Refused extends Error {
  constructor(readonly body: Readonly<Record<string, unknown>>) {
    super(describeRefusal(body));
  }
}

/** What the command tells of a finished analysis. */
export interface Outcome {
  readonly report_id: string;
  readonly status: string;
  readonly confidence: number;
  readonly warnings: readonly string[];
  readonly partial_reasons: readonly string[];
}

interface JobState {
  readonly status: string;
  readonly phase: string | null;
  readonly progress: number;
  readonly report_id: string | null;
  readonly error: Readonly<Record<string, unknown>> | null;
}

export type Progress = (line: string) => void;

const POLL_MS = 500;

/** Reads the sources, has them analysed, and writes the report. @throws UsageError, Refused, Unreachable */
export async function analyse(
  command: AnalyseCommand,
  service: Service,
  progress: Progress,
  signal: AbortSignal,
): Promise<{ outcome: Outcome; document: Buffer }> {
  if (command.out !== undefined) await assertWritable(command.out);
  const sources = await readSources(command.sources);
  const characters = sources.reduce((sum, { content }) => sum + content.length, 0);
  progress(`Analysing ${sources.length} source(s), ${characters.toLocaleString('en')} characters …`);
  const answer = await service.call('POST', '/analyze', signal, { ...command.request, sources });
  const id =
    answer.status === 202
      ? await waitForJob((read(answer) as { status_url: string }).status_url, service, progress, signal)
      : (read(accepted(answer)) as { report_id: string }).report_id;
  const report = read(accepted(await service.call('GET', `/reports/${id}?format=json`, signal))) as Report;
  progress(`Rendering the report as ${command.format} …`);
  const { body } = accepted(await service.call('GET', `/reports/${id}?format=${command.format}`, signal));
  if (command.out !== undefined) await writeReport(command.out, body);
  const outcome = {
    report_id: id,
    status: report.partial ? 'partial_success' : 'success',
    confidence: report.confidence_score,
    warnings: report.warnings,
    partial_reasons: report.partial_reasons,
  };
  return { outcome, document: body };
}

async function waitForJob(
  statusUrl: string,
  service: Service,
  progress: Progress,
  signal: AbortSignal,
): Promise<string> {
  for (let last = ''; ;) {
    const job = read(accepted(await service.call('GET', statusUrl, signal))) as JobState;
    if (job.status === 'completed' && job.report_id !== null) return job.report_id;
    if (job.status !== 'pending' && job.status !== 'processing')
      throw new Refused(job.error ?? { message: `The job is ${job.status}.` });
    const line = `${job.phase ?? job.status}, ${Math.round(job.progress * 100)} %`;
    if (line !== last) progress(line);
    last = line;
    await sleep(POLL_MS, undefined, { signal });
  }
}

const read = ({ body }: Answer): unknown => JSON.parse(body.toString('utf8'));

function accepted(answer: Answer): Answer {
  if (answer.status < 400) return answer;
  let body: Readonly<Record<string, unknown>>;
  try {
    body = read(answer) as typeof body;
  } catch {
    body = { message: `The service answered ${answer.status} without saying why.` };
  }
  throw new Refused(body);
}

function describeRefusal({ message, code, details, request_id }: Readonly<Record<string, unknown>>): string {
  const lines = Array.isArray(details)
    ? (details as { path: string; message: string }[]).map((each) => `  ${each.path}: ${each.message}`)
    : [];
  const marks = [code, request_id].filter((mark) => typeof mark === 'string').join(', request ');
  return [`${String(message)}${marks && ` (${marks})`}`, ...lines].join('\n');
}
