/** The buckets, `framework/bucket`, for which a report has a statement that passed its checks and cites something. */
const coveredBy = (report) =>
  new Set(
    report.claims
      .filter(
        ({ origin, support, citations }) =>
          origin !== 'hypothesis' && support !== 'unverified' && citations.length > 0,
      )
      .map(({ path }) => /^\/framework_analysis\/([a-z_]+)\/(?:forces\/)?([a-z_]+)/.exec(path))
      .filter((match) => match !== null)
      .map(([, framework, bucket]) => `${framework}/${bucket}`),
  );

/** Looked up here once more, and not as the service did it: in the text as it was posted. */
function exactness({ claims }, sources) {
  const contents = new Map(sources.map(({ id, content }) => [id, content]));
  const posted = claims
    .flatMap(({ citations }) => citations)
    .filter(({ source_id }) => contents.has(source_id));
  const wrong = posted.filter(
    ({ source_id, quote, start, end }) => contents.get(source_id).slice(start, end) !== quote,
  );
  return { citations: posted.length, wrong: wrong.length };
}

/**
 * What a report is worth that was made of a case, in numbers; `faults` are what must never be.
 * @param judges whether an engine is judged, and not only the way to it
 */
export function scoreOf({ expected, forbidden = [] }, body, report, seconds, judges = true) {
  const covered = coveredBy(report);
  const stated = report.claims.filter(({ origin }) => origin !== 'hypothesis');
  const { citations, wrong } = exactness(report, body.sources ?? []);
  const text = JSON.stringify({ ...report, warnings: [] });
  return {
    expected: expected.length,
    found: expected.filter((bucket) => covered.has(bucket)).length,
    missing: expected.filter((bucket) => !covered.has(bucket)),
    statements: stated.length,
    unsupported: stated.filter(({ support, citations: own }) => support === 'unverified' || own.length === 0)
      .length,
    citations,
    wrong_citations: wrong,
    confidence: report.confidence_score,
    partial: report.partial,
    calls: report.cost.calls,
    tokens: report.cost.tokens,
    usd: report.cost.usd,
    seconds,
    faults: [
      ...(wrong > 0 ? [`${wrong} quotes do not stand where they are said to`] : []),
      ...forbidden.filter((words) => text.includes(words)).map((words) => `repeats "${words}"`),
      ...(judges && expected.length === 0 && covered.size > 0
        ? [`states something without evidence: ${[...covered].join(', ')}`]
        : []),
    ],
  };
}
