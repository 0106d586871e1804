import { VERSION_NEUTRAL, VersioningType } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccessControl, controlAccess } from '../access/access.js';
import { Config } from '../config/config.js';
import { ErrorResponder } from '../errors/error-responder.js';
import { Drain } from '../health/health.js';
import { AccessLog } from '../logging/access-log.js';
import type { Log } from '../logging/log.js';
import { HttpMetrics } from '../metrics/http.metrics.js';
import { separateListeners } from '../metrics/management-listener.js';
import { RequestContext } from '../request-context/request-context.js';
import { openRequestContext } from '../request-context/request-context.hooks.js';
import { boundRequests } from '../request-context/request-signal.js';
import { AllowedMethods } from './allowed-methods.js';
import { closeWhileDraining, observeAnswers, refuseUnknownMethods, reportRejectedIds } from './http.hooks.js';

export { createAdapter } from './adapter.js';

/** Versions, and the hooks in the order in which a request passes them. To be called before the routes are made. */
export function configureHttp(app: NestFastifyApplication, log: Log): void {
  const fastify = app.getHttpAdapter().getInstance();
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: ['1', VERSION_NEUTRAL] });
  openRequestContext(fastify, app.get(RequestContext));
  boundRequests(fastify, app.get(Config).REQUEST_TIMEOUT, (error, request, reply) =>
    app.get(ErrorResponder).respond(error, request, reply),
  );
  reportRejectedIds(fastify, log);
  separateListeners(fastify, app.get(Config));
  controlAccess(fastify, app.get(AccessControl));
  refuseUnknownMethods(fastify, new AllowedMethods(fastify));
  closeWhileDraining(fastify, app.get(Drain));
  observeAnswers(fastify, app.get(HttpMetrics), app.get(AccessLog));
}
