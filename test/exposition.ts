/** One line of an exposition. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A metric of an exposition. */
export interface Family {
  readonly type: string;
  readonly help: string;
  readonly series: readonly Series[];
}

/** Reads Prometheus text 0.0.4 by its grammar. @throws Error where a line is none of it, or a series comes twice. */
export function readExposition(text: string): Map<string, Family> {
  const families = new Map<string, { type: string; help: string; series: Series[] }>();
  const seen = new Set<string>();
  let family = { type: '', help: '', series: [] as Series[] };
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const comment = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line);
    if (comment?.[1] === 'HELP') {
      family = { type: '', help: comment[3] ?? '', series: [] };
      families.set(comment[2] ?? '', family);
    } else if (comment) family.type = comment[3] ?? '';
    else {
      const series = readSeries(line);
      const key = line.slice(0, line.lastIndexOf(' '));
      if (seen.has(key)) throw new Error(`This series comes twice: ${key}`);
      seen.add(key);
      family.series.push(series);
    }
  }
  return families;
}

function readSeries(line: string): Series {
  const match = /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (\S+)$/.exec(
    line,
  );
  if (!match) throw new Error(`This is no line of an exposition: ${line}`);
  const labels = [...(match[2] ?? '').matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)];
  return {
    name: match[1] ?? '',
    labels: Object.fromEntries(labels.map(([, name, value]) => [name, value])),
    value: Number(match[3]),
  };
}
