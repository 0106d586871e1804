import { SOURCE } from './client.mjs';

const JSON_TYPE = { 'content-type': 'application/json' };
/** Few enough for the cache to hold them all after the warm-up: one that fills up would look like a leak. */
const COMPANIES = 50;
const LEAVE_AFTER_MS = 100;

const post = (path, body, headers = JSON_TYPE) => ({ method: 'POST', path, headers, body });
const analysis = (path, company, choices) =>
  post(
    path,
    JSON.stringify({ company, frameworks: ['swot'], depth: 'quick', sources: [SOURCE], ...choices }),
  );

/** Each is to be refused, in its own way. */
const BAD = [
  () => post('/analyze', '{"company":'),
  () => analysis('/analyze', 'A', {}),
  () => analysis('/analyze/async', 'Acme', { frameworks: ['astrology'] }),
  () => post('/analyze', 'company=Acme', { 'content-type': 'text/csv' }),
  () => post('/analyze', 'x'.repeat(1_100_000)),
  () => ({ path: '/reports/none' }),
  () => ({ path: '/jobs/5b0e0d4e-6f0a-4c39-9d62-0f7f6f6b2a11' }),
  () => ({ path: '/reports?limit=1000' }),
  () => ({ path: '/nothing/here' }),
  () => ({ method: 'DELETE', path: '/engines' }),
];
const READ = [
  () => ({ path: '/engines' }),
  () => ({ path: '/reports?limit=20' }),
  () => ({ path: '/jobs?limit=20' }),
  () => ({ path: '/usage' }),
];

/** What clients ask of a service all day, good and bad, of every kind; it remembers what it was given to ask for it. */
export class Mixture {
  jobs = [];
  reports = [];

  /** Request number n; 40 of them hold every kind. */
  next = (number) => {
    const place = number % 40;
    const round = Math.floor(number / 40);
    if (place === 0 || place === 20)
      return { ...analysis('/analyze/async', `Soak ${round % COMPANIES}`, { cache: 'bypass' }), kind: 'job' };
    if (place === 1)
      return { ...analysis('/analyze', `Soak ${round % COMPANIES}`, { cache: 'bypass' }), kind: 'report' };
    if (place < 6 || place === 21)
      return {
        ...analysis('/analyze', `Quick ${number % COMPANIES}`, {
          engine: 'extractive',
          cache: place === 2 ? 'bypass' : 'use',
        }),
        kind: 'report',
      };
    if (place === 6 || place === 26) return this.#events(place === 26);
    if (place < 10) return this.#document(['html', 'markdown', 'pdf'][place - 7]);
    if (place < 20) return place % 2 === 0 ? BAD[(round * 5 + place / 2) % BAD.length]() : this.#job();
    return READ[place % READ.length]();
  };

  /** Takes note of the jobs and reports that an answer names. */
  note({ kind }, { status, body }) {
    if (kind === 'job' && status === 202) this.jobs.push(JSON.parse(body).job_id);
    if (kind === 'report' && status === 200) this.reports.push(JSON.parse(body).report_id);
  }

  #events(leave) {
    const path = `/jobs/${this.jobs.at(-1) ?? 'none'}/events`;
    return leave ? { path, leaveAfterMs: LEAVE_AFTER_MS } : { path };
  }

  #document(format) {
    return { path: `/reports/${this.reports.at(-1) ?? 'none'}?format=${format}` };
  }

  #job() {
    return { path: `/jobs/${this.jobs.at(-1) ?? 'none'}` };
  }
}
