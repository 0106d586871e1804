import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ANONYMOUS, Config } from '../config/config.js';
import { AppError } from '../errors/errors.js';
import { isManaged } from '../metrics/management-listener.js';
import { factsOf } from '../request-context/request-context.hooks.js';
import { credentialOf, ownerOf, sameSecret } from './credentials.js';

/** Lets a request through to its route, or not; notes whose request it is. */
@Injectable()
export class AccessControl {
  constructor(private readonly config: Config) {}

  /** @throws AppError `unauthorized` */
  admit(request: FastifyRequest): void {
    const audience = request.routeOptions.config.audience ?? 'client';
    const scrapesInside = audience === 'scraper' && isManaged(request.raw);
    if (audience === 'public' || scrapesInside) return;
    if (audience === 'client') factsOf(request).client = this.clientOf(request);
    else this.admitOperator(credentialOf(request.headers));
  }

  private admitOperator(credential: string | undefined): void {
    const { OPS_TOKEN } = this.config;
    if (OPS_TOKEN === undefined) return;
    if (credential === undefined || !sameSecret(credential, OPS_TOKEN)) throw unauthorized('the ops token');
  }

  private clientOf(request: FastifyRequest): string {
    const { API_KEYS } = this.config;
    if (API_KEYS.length === 0) return ANONYMOUS;
    const credential = credentialOf(request.headers);
    const client = credential === undefined ? undefined : ownerOf(API_KEYS, credential);
    if (client === undefined) throw unauthorized('an API key');
    return client;
  }
}

/**
 * Asks before the body is read: a stranger's megabyte is not worth parsing. A hook and not a guard, since every guard
 * costs each request an execution context and a turn of the loop. What no route serves stays a 404.
 */
export function controlAccess(fastify: FastifyInstance, access: AccessControl): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    try {
      if (!request.is404) access.admit(request);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
}

const unauthorized = (what: string) =>
  new AppError('unauthorized', `Send ${what} as "Authorization: Bearer …".`, {
    headers: { 'WWW-Authenticate': 'Bearer' },
  });
