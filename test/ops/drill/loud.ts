import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { alertsOf, readRules } from '../rules/rules-file.ts';
import { Course, ruleName } from './expected.ts';
import type { Receivers } from './receivers.ts';
import { rehearse, type Rehearsal } from './rehearsal.ts';
import { type Scenario, waves } from './scenarios.ts';
import { analysis, ordinaryTraffic } from './traffic.ts';

const PATIENCE_MS = 120_000;
/** The longest of the short windows, six hours, and what else was still under way. */
const CALM_MS = 420_000;

export interface Row {
  readonly rule: string;
  readonly what: string;
  /** Seconds from the fault, and from its end, until the last receiver knew; null where that never came. */
  readonly detected: number | null;
  /** Undefined of what always fires. */
  readonly resolved: number | null | undefined;
  readonly receivers: string;
}

interface Span {
  readonly what: string;
  begun: number;
  ended: number;
}

/** Everything goes wrong, one thing after the other; tells of each rule when it was heard of. */
export const loudDrill = (
  factor: number,
  say: (line: string) => void,
): Promise<{ rows: Row[]; faults: string[]; messages: Receivers['messages'] }> =>
  rehearse(factor, async (rehearsal) => {
    const courses = new Map(
      alertsOf(readRules()).map((rule) => [ruleName(rule), new Course(rule, rehearsal.receivers.arrivals)]),
    );
    const spans = new Map<string, Span>();
    const stop = await goThrough(rehearsal, courses, spans, say);
    const silent = [...spans.keys()].filter((name) => courses.get(name)?.rule.labels.severity !== 'none');
    await eventually(() => silent.every((name) => courses.get(name)?.resolvedAt !== undefined), CALM_MS);
    stop();
    const rows = [...courses.values()].map((course) => rowOf(course, spans.get(course.name)));
    return {
      rows,
      faults: faultsOf(rows, [...courses.values()], rehearsal),
      messages: rehearsal.receivers.messages,
    };
  });

async function goThrough(
  rehearsal: Rehearsal,
  courses: ReadonlyMap<string, Course>,
  spans: Map<string, Span>,
  say: (line: string) => void,
): Promise<() => void> {
  const { main, spare, upstream, folder } = rehearsal;
  let analyses = ordinaryAnalyses(rehearsal);
  const traffic = ordinaryTraffic([main], false);
  const probes = ordinaryTraffic([spare], false);
  spans.set('Watchdog none monitoring', {
    what: 'nothing',
    begun: performance.now(),
    ended: performance.now(),
  });
  await eventually(() => courses.get('Watchdog none monitoring')?.firedAt(0) !== undefined, PATIENCE_MS);
  const pauseAnalyses = () => {
    analyses();
    return () => void (analyses = ordinaryAnalyses(rehearsal));
  };
  for (const wave of waves({ main, spare, upstream, dataDir: join(folder, 'main'), pauseAnalyses })) {
    for (const { ready } of wave) await ready?.();
    say(wave.map(({ what }) => what).join('; '));
    await run(wave, courses, spans);
  }
  return () => [analyses, traffic, probes].forEach((stop) => stop());
}

/** Asked for by users all day: the cache has them. */
function ordinaryAnalyses({ main }: Rehearsal): () => void {
  const timer = setInterval(() => void main.status('/analyze', analysis('extractive', 'Usual')), 250);
  return () => clearInterval(timer);
}

async function run(
  wave: readonly Scenario[],
  courses: ReadonlyMap<string, Course>,
  spans: Map<string, Span>,
): Promise<void> {
  const awaited = wave.flatMap(({ rules }) => rules);
  // A fault of an earlier wave may have raised them too; how long they take is seen only from silence.
  await eventually(() => awaited.every((name) => courses.get(name)?.open === false), PATIENCE_MS);
  const running = await Promise.all(
    wave.map(async (scenario) => {
      const span = { what: scenario.what, begun: performance.now(), ended: 0 };
      for (const name of [...scenario.rules, ...(scenario.later ?? [])]) spans.set(name, span);
      return { span, end: await scenario.begin() };
    }),
  );
  const heard = (name: string) => courses.get(name)?.firedAt(spans.get(name)?.begun ?? 0) !== undefined;
  await eventually(() => awaited.every(heard), PATIENCE_MS);
  for (const { span, end } of running) {
    await end();
    span.ended = performance.now();
  }
}

/** Waits until it holds, or no longer; what is missing shows in the table. */
async function eventually(holds: () => boolean, patienceMs: number): Promise<void> {
  const until = performance.now() + patienceMs;
  while (!holds() && performance.now() < until) await sleep(100);
}

function rowOf(course: Course, span: Span | undefined): Row {
  const since = (from: number | undefined, to: number | undefined) =>
    from === undefined || to === undefined ? null : Math.max(0, to - from) / 1000;
  const always = course.rule.labels.severity === 'none';
  return {
    rule: course.name,
    what: span?.what ?? 'no scenario',
    detected: since(span?.begun, course.firedAt(span?.begun ?? 0)),
    resolved: always ? undefined : since(span?.ended, course.resolvedAt),
    receivers: course.receivers.join(', '),
  };
}

function faultsOf(rows: readonly Row[], courses: readonly Course[], { receivers }: Rehearsal): string[] {
  const broken = receivers.arrivals.filter(({ text }) => /<no value>|<error|template/.test(text));
  return [
    ...rows
      .filter(({ detected }) => detected === null)
      .map(({ rule }) => `${rule} did not reach its receivers`),
    ...rows.filter(({ resolved }) => resolved === null).map(({ rule }) => `${rule} was not seen resolved`),
    ...courses.flatMap(({ name, strangers }) => strangers.map((stranger) => `${name} came to ${stranger}`)),
    ...new Set(broken.map(({ labels }) => `the text of ${labels.alertname ?? ''} is broken`)),
    ...new Set(receivers.faults),
  ];
}
