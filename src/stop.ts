import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SIGNALS } from './early-signals.js';
import { AppError } from './errors/errors.js';
import { ErrorResponder } from './errors/error-responder.js';
import { openReply } from './http/http.js';
import type { Log } from './logging/log.js';
import { ErrorMetrics } from './metrics/metrics.js';
import { RequestContext } from './request-context/request-context.js';
import type { Shutdown } from './shutdown/shutdown.js';

/** Ctrl-C under `npm start` arrives twice: from the terminal and from npm. */
const SAME_SIGNAL_MS = 500;

/**
 * Ends the process in order: at a signal with the shutdown's own code, after an error that nobody caught with code 1.
 * Nobody knows what such an error left half done, so the process does not go on; what others asked of it is finished.
 * A second signal ends it at once, with code 1.
 */
export function stopInOrder(app: NestFastifyApplication, shutdown: Shutdown, log: Log): void {
  let ending: Promise<0 | 1> | undefined;
  let faulty = false;
  const stop = (reason: string) => {
    if (ending) return;
    ending = shutdown.run(reason);
    void ending.catch(() => 1).then((code) => process.exit(faulty ? 1 : code));
  };
  const fault = (type: 'uncaught_exception' | 'unhandled_rejection', error: unknown) => {
    faulty = true;
    log.critical(type, {}, error ?? new Error('Something threw nothing.'));
    app.get(ErrorMetrics).count(type);
    answerItsRequest(app, error);
    stop(type);
  };
  onSignals(stop, (signal) => void shutdown.abandon(signal).finally(() => process.exit(1)));
  process.on('uncaughtException', (error: unknown) => fault('uncaught_exception', error));
  process.on('unhandledRejection', (error) => fault('unhandled_rejection', error));
}

function onSignals(first: (signal: string) => void, again: (signal: string) => void): void {
  let since: number | undefined;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (since !== undefined && performance.now() - since > SAME_SIGNAL_MS) again(signal);
      if (since !== undefined) return;
      since = performance.now();
      first(signal);
    });
  }
}

/** The request in which it happened would else wait for an answer until its time is over. */
function answerItsRequest(app: NestFastifyApplication, cause: unknown): void {
  const facts = app.get(RequestContext).current();
  const reply = facts && openReply(facts);
  if (!reply) return;
  const failure = new AppError('internal_error', 'An unexpected error occurred', { cause });
  app.get(ErrorResponder).respond(failure, reply.request, reply);
}
