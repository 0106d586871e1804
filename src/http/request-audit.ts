import type { FastifyRequest } from 'fastify';
import type { Act, Audit, Audited } from '../logging/audit.js';
import { factsOf } from '../request-context/request-facts.js';
import { routeOf } from '../request-context/request-route.js';

/** What ids and names of ours look like; what a stranger wrote in their place is not repeated. */
const NAME = /^[\w.-]{1,64}$/;

/** Notes what a request to an audited route came to. The ID is given, since the end of an answer knows no context. */
export function auditRequest(audit: Audit, audited: Audited, request: FastifyRequest, status: number): void {
  audit.record(
    {
      actor: actorOf(request, status),
      act: audited.act,
      target: targetOf(audited, request),
      result: resultOf(status),
    },
    { status, request_id: request.id },
  );
}

function actorOf(request: FastifyRequest, status: number): string {
  if (status === 401) return 'unknown';
  return routeOf(request).audience === 'operator' ? 'operator' : (factsOf(request).client ?? 'unknown');
}

function targetOf({ target }: Audited, request: FastifyRequest): string {
  const value = target ? target(request) : (request.params as { readonly id?: unknown } | undefined)?.id;
  return typeof value === 'string' && NAME.test(value) ? value : 'invalid';
}

function resultOf(status: number): Act['result'] {
  if (status < 400) return 'done';
  return status < 499 ? 'refused' : 'failed';
}
