import { Injectable } from '@nestjs/common';
import { BackendCalls } from '../../backend-calls/backend-calls.js';
import { Config } from '../../config/config.js';
import { Log } from '../../logging/log.js';
import { ApiCallMetrics } from '../../metrics/metrics.js';
import { faultOf } from './gcs-faults.js';

/** Calls to Google Cloud Storage. Every one may be repeated: a write carries a precondition. */
@Injectable()
export class GcsCalls extends BackendCalls {
  constructor(config: Config, metrics: ApiCallMetrics, log: Log) {
    const timeoutMs = config.BACKEND_TIMEOUT * 1000;
    super(
      { service: 'gcs', timeoutMs, tries: 3, failuresToRest: 5, restMs: timeoutMs, faultOf },
      metrics,
      log,
    );
  }
}
