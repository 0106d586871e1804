import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { AppError } from '../errors/errors.js';
import { RequestContext } from '../request-context/request-context.js';
import { AudienceOf } from './audience.js';
import { credentialOf, ownerOf, sameSecret } from './credentials.js';

/** The client's name where the API is open to everybody. */
export const ANONYMOUS = 'anonymous';

/** Lets a request through to its route, or not; notes whose request it is. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly config: Config,
    private readonly context: RequestContext,
  ) {}

  /** @throws AppError `unauthorized` */
  canActivate(execution: ExecutionContext): boolean {
    const audience = this.reflector.getAllAndOverride(AudienceOf, [
      execution.getHandler(),
      execution.getClass(),
    ]);
    if (audience === 'public') return true;
    const credential = credentialOf(execution.switchToHttp().getRequest<FastifyRequest>().headers);
    if (audience === 'operator') this.admitOperator(credential);
    else this.admitClient(credential);
    return true;
  }

  private admitOperator(credential: string | undefined): void {
    const { OPS_TOKEN } = this.config;
    if (OPS_TOKEN === undefined) return;
    if (credential === undefined || !sameSecret(credential, OPS_TOKEN)) throw unauthorized('the ops token');
  }

  private admitClient(credential: string | undefined): void {
    const { API_KEYS } = this.config;
    const client =
      API_KEYS.length === 0
        ? ANONYMOUS
        : credential === undefined
          ? undefined
          : ownerOf(API_KEYS, credential);
    if (client === undefined) throw unauthorized('an API key');
    const facts = this.context.current();
    if (facts) facts.client = client;
  }
}

const unauthorized = (what: string) =>
  new AppError('unauthorized', `Send ${what} as "Authorization: Bearer …".`, {
    headers: { 'WWW-Authenticate': 'Bearer' },
  });
