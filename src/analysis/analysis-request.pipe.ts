import { ZodPipe } from '../errors/zod.pipe.js';
import { type AnalysisRequest, analysisRequestSchema } from './analysis-request.js';

/**
 * Checks orders for analyses. A body that is posted again is the same object (decision 37), and gives the same request
 * without being checked again; it is frozen, since requests in flight share it.
 */
export class AnalysisRequestPipe extends ZodPipe<AnalysisRequest> {
  private readonly checked = new WeakMap<object, AnalysisRequest>();

  constructor() {
    super(analysisRequestSchema);
  }

  override transform(value: unknown): AnalysisRequest {
    if (!Object.isFrozen(value)) return super.transform(value);
    const body = value as object;
    const request = this.checked.get(body) ?? frozen(super.transform(body));
    this.checked.set(body, request);
    return request;
  }
}

function frozen(request: AnalysisRequest): AnalysisRequest {
  const { frameworks, sources, limits, metadata } = request;
  for (const part of [frameworks, sources, ...sources, limits, metadata]) Object.freeze(part);
  return Object.freeze(request);
}
