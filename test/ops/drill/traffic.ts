import type { Instance } from './instance.ts';

const SENTENCES =
  'Our brand is strong in every region. Two suppliers sell all of our chips. Rivals cut their prices again this year.';
let companies = 0;

/** A body to post; another company each time unless one is named. */
export const analysis = (engine: 'extractive' | 'gemini', company = `Drill ${(companies += 1)}`) => ({
  company,
  engine,
  frameworks: ['swot'],
  depth: 'quick',
  sources: [{ id: 'a', title: 'Report', content: SENTENCES }],
});

/** Calls `send` every so many milliseconds, at most `most` of them at once, until stopped. */
export function repeatedly(everyMs: number, send: () => Promise<unknown>, most = 40): () => void {
  let open = 0;
  const timer = setInterval(() => {
    if (open >= most) return;
    open += 1;
    void send().finally(() => (open -= 1));
  }, everyMs);
  return () => clearInterval(timer);
}

/** What users do all day: reading, and asking for what is in the cache; and the probes of the platform. */
export function ordinaryTraffic(instances: readonly Instance[], withAnalyses = true): () => void {
  let turn = 0;
  const next = () => instances[(turn += 1) % instances.length]!;
  const stops = [
    repeatedly(60, () => next().status('/reports')),
    ...(withAnalyses
      ? [repeatedly(250, () => next().status('/analyze', analysis('extractive', 'Usual')))]
      : []),
    ...instances.map((each) => repeatedly(250, () => each.status('/health/ready'))),
  ];
  return () => stops.forEach((stop) => stop());
}
