import { hash } from 'node:crypto';
import type { AnalysisRequest } from './analysis-request.js';
import type { EngineDescription } from './ports/analyst.port.js';

/** Nobody changes a request once it has been checked, and many are the same object: see AnalysisRequestPipe. */
const digests = new WeakMap<AnalysisRequest, string>();

/** SHA-256 over everything that changes the answer, and the client: one client's analyses never answer another's. */
export function cacheKey(request: AnalysisRequest, engine: EngineDescription, client: string): string {
  const digest = digests.get(request) ?? digestOf(request);
  digests.set(request, digest);
  return hash('sha256', JSON.stringify([client, engine, digest]));
}

/** Left out is only what changes how the answer is delivered, and the engine by the name that was asked for. */
function digestOf(request: AnalysisRequest): string {
  const {
    cache: _cache,
    on_timeout: _onTimeout,
    engine: _engine,
    limits,
    metadata,
    sources,
    ...rest
  } = request;
  const { timeout_seconds: _timeout, ...answerLimits } = limits;
  const parts = [JSON.stringify([rest, answerLimits, Object.entries(metadata).sort()])];
  for (const { content, ...about } of sources) parts.push(JSON.stringify([about, content.length]), content);
  // In one call: the text is encoded once, and without a copy for each part.
  return hash('sha256', parts.join(''));
}
