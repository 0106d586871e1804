/** The face of the analysis: what adapters and the platform's wiring may know of it. */
export {
  analysisRequestSchema,
  type AnalysisRequest,
  type EngineName,
  type Source,
} from './analysis-request.js';
export { type Effort, effortOf } from './effort.js';
export {
  FRAMEWORKS,
  FRAMEWORK_NAMES,
  type Bucket,
  type Framework,
  type FrameworkName,
} from './frameworks/frameworks.js';
export { reportSchema, type Citation, type Claim, type Report } from './report/report.schema.js';
export { unlessAborted } from './unless-aborted.js';
export { roundUsd } from './round-usd.js';
export { assertReportId, isReportId } from './report-id.js';
