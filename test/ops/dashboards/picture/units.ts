/** Seconds and parts of them, each with as many of them as make one second. */
const SECONDS = [
  [1, 's', 1],
  [1e-3, 'ms', 1e3],
  [0, 'µs', 1e6],
] as const;

const number = (value: number) => String(Number(value.toPrecision(3)));

function seconds(value: number): string {
  const [, name, factor] = SECONDS.find(([least]) => value >= least) ?? SECONDS[0];
  return value === 0 ? '0 s' : `${number(value * factor)} ${name}`;
}

const WRITTEN: Readonly<Record<string, (value: number) => string>> = {
  s: seconds,
  percentunit: (value) => `${number(value * 100)} %`,
  currencyUSD: (value) => `$${number(value)}`,
  reqps: (value) => `${number(value)} req/s`,
  ops: (value) => `${number(value)} /s`,
};

/** A value as people read it. @param unit one of Grafana's names for units */
export const written = (value: number, unit: string): string => (WRITTEN[unit] ?? number)(value);
