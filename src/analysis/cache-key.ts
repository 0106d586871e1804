import { hash } from 'node:crypto';
import type { AnalysisRequest } from './analysis-request.js';
import type { EngineDescription } from './ports/analyst.port.js';

/**
 * SHA-256 over everything that changes the answer, and the client: one client's analyses never answer another's.
 * Left out is only what changes how the answer is delivered.
 */
export function cacheKey(request: AnalysisRequest, engine: EngineDescription, client: string): string {
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
  const parts = [JSON.stringify([client, engine, rest, answerLimits, Object.entries(metadata).sort()])];
  for (const { content, ...about } of sources) parts.push(JSON.stringify([about, content.length]), content);
  // In one call: the text is encoded once, and without a copy for each part.
  return hash('sha256', parts.join(''));
}
