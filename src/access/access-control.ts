import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ANONYMOUS, Config } from '../config/config.js';
import { AppError } from '../errors/errors.js';
import { isManaged } from '../metrics/management-listener.js';
import { factsOf } from '../request-context/request-facts.js';
import { routeOf } from '../request-context/request-route.js';
import { ApiKeys } from './api-keys.js';
import { credentialOf, sameSecret } from './credentials.js';

/** Lets a request through to its route, or not; notes whose request it is. */
@Injectable()
export class AccessControl {
  constructor(
    private readonly config: Config,
    private readonly keys: ApiKeys,
  ) {}

  /**
   * Asks before the body is read: a stranger's megabyte is not worth parsing. Called by a hook and not by a guard, since
   * every guard costs each request an execution context and a turn of the loop. What no route serves stays a 404.
   *
   * @throws AppError `unauthorized`
   */
  admit(request: FastifyRequest): void {
    if (request.is404) return;
    const audience = routeOf(request).audience ?? 'client';
    // Without metrics there is nothing to guard: the route answers 404.
    const scrapesFreely = audience === 'scraper' && (isManaged(request.raw) || !this.config.ENABLE_METRICS);
    if (audience === 'public' || scrapesFreely) return;
    if (audience === 'client') factsOf(request).client = this.clientOf(request);
    else this.admitOperator(credentialOf(request.headers));
  }

  /** Whether the key of a client's request is its client's even now: for answers that go on after it was let through. */
  stillAdmits(request: FastifyRequest): boolean {
    return this.ownerOf(request) === factsOf(request).client;
  }

  private admitOperator(credential: string | undefined): void {
    const { OPS_TOKEN } = this.config;
    if (OPS_TOKEN === undefined) return;
    if (credential === undefined || !sameSecret(credential, OPS_TOKEN)) throw unauthorized('the ops token');
  }

  private clientOf(request: FastifyRequest): string {
    const client = this.ownerOf(request);
    if (client === undefined) throw unauthorized('an API key');
    return client;
  }

  private ownerOf({ headers }: FastifyRequest): string | undefined {
    if (this.keys.open) return ANONYMOUS;
    const credential = credentialOf(headers);
    return credential === undefined ? undefined : this.keys.ownerOf(credential);
  }
}

const unauthorized = (what: string) =>
  new AppError('unauthorized', `Send ${what} as "Authorization: Bearer …".`, {
    headers: { 'WWW-Authenticate': 'Bearer' },
  });
