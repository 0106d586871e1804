/** 0 to below 1, to three digits: storing the report comes after all stages. Stages that were not planned do not count. */
export function progressOf(planned: readonly string[], finished: ReadonlySet<string>): number {
  const done = planned.filter((stage) => finished.has(stage)).length;
  return Math.round((done / (planned.length + 1)) * 1000) / 1000;
}
