import { VERSION_NEUTRAL, VersioningType } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccessControl } from '../access/access.js';
import { Config } from '../config/config.js';
import { ErrorResponder } from '../errors/error-responder.js';
import { Drain } from '../health/health.js';
import { AccessLog } from '../logging/access-log.js';
import { Audit } from '../logging/audit.js';
import type { Log } from '../logging/log.js';
import { HttpMetrics } from '../metrics/http.metrics.js';
import { RefusalMetrics } from '../metrics/metrics.js';
import { keepToListener } from '../metrics/management-listener.js';
import { RequestContext } from '../request-context/request-context.js';
import { Admission } from './admission.js';
import type { FrontDesk } from './adapter.js';
import { AllowedMethods } from './allowed-methods.js';
import { AnswerJournal } from './answer-journal.js';
import { BrokenRequests } from './broken-request.js';
import { connectionLimit, servedAtOnce } from './connection-limit.js';
import { CrossOrigin } from './cross-origin.js';
import { readJsonBodies } from './json-body.js';
import { takeOverNodesAnswers } from './node-server.js';
import { OverloadPeriod } from './overload-period.js';
import { Reception } from './reception.js';
import { type Check, receiveRequests } from './receive-requests.js';
import { refuseUnservable } from './refuse-unservable.js';
import { keepPlaceFree } from './silent-connections.js';
import { SlowReaders } from './slow-readers.js';

export { createAdapter, type FrontDesk, serverOptions } from './adapter.js';
export { openReply } from './open-replies.js';
export { refuseOpenRequests } from './refuse-open-requests.js';
export { assertFreePorts } from './free-ports.js';

/** Versions, bodies, and the hooks in the order in which a request passes them. To be called before the routes are made. */
export function configureHttp(app: NestFastifyApplication, log: Log): FrontDesk {
  const fastify = app.getHttpAdapter().getInstance();
  const allowed = new AllowedMethods(fastify);
  const desk = frontDesk(app, allowed, log);
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: ['1', VERSION_NEUTRAL] });
  // Bodies are JSON; what a browser form can send is refused, so that no foreign page can ask for analyses.
  fastify.removeContentTypeParser('text/plain');
  const connections = connectionLimit();
  const admission = admissionOf(app, desk.reception, connections, log);
  readJsonBodies(fastify, (request, bytes) => admission.bodies.measured(request, bytes));
  const slow = slowReadersOf(app, desk.reception);
  fastify.addHook('onClose', () => {
    admission.stop();
    slow.stop();
  });
  receiveRequests(fastify, desk.reception, checksOf(app, allowed, admission));
  keepPlaceFree(fastify.server, connections, () => admission.droppedConnection());
  takeOverNodesAnswers(fastify.server, fastify, desk.broken);
  return desk;
}

function frontDesk(app: NestFastifyApplication, allowed: AllowedMethods, log: Log): FrontDesk {
  const context = app.get(RequestContext);
  const responder = app.get(ErrorResponder);
  const journal = new AnswerJournal(app.get(HttpMetrics), app.get(AccessLog), app.get(Audit));
  journal.declareRoutes(app.getHttpAdapter().getInstance());
  const drain = app.get(Drain);
  const { REQUEST_TIMEOUT: seconds, CORS_ORIGINS: origins } = app.get(Config);
  const crossOrigin = origins.length > 0 ? new CrossOrigin(origins, allowed) : undefined;
  return {
    reception: new Reception({ context, responder, journal, log, drain, seconds, crossOrigin }),
    broken: new BrokenRequests(context, responder, log),
  };
}

/** What a request has to pass before its body is read, in this order. */
function checksOf(app: NestFastifyApplication, allowed: AllowedMethods, admission: Admission): Check[] {
  const access = app.get(AccessControl);
  return [
    ...(app.get(Config).METRICS_PORT === undefined ? [] : [keepToListener]),
    (request) => admission.admit(request),
    (request) => access.admit(request),
    (request) => refuseUnservable(request, allowed),
    (request, reply) => admission.admitBody(request, reply),
  ];
}

function admissionOf(
  app: NestFastifyApplication,
  reception: Reception,
  connections: number,
  log: Log,
): Admission {
  const period = new OverloadPeriod(app.get(RefusalMetrics), log);
  return new Admission(app.get(Config), servedAtOnce(connections), () => reception.inFlight, period);
}

function slowReadersOf(app: NestFastifyApplication, reception: Reception): SlowReaders {
  const timeoutMs = app.get(Config).CLIENT_TIMEOUT * 1000;
  return new SlowReaders(
    () => reception.replies,
    timeoutMs,
    (reply) => reception.drop(reply),
  );
}
