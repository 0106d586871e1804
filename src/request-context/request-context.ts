import { Injectable } from '@nestjs/common';
import { type ClsStore, ClsServiceManager } from 'nestjs-cls';

/** What is known of the request, or of the job that a request started, wherever its code runs. */
export interface RequestFacts extends ClsStore {
  readonly requestId: string;
  /** Who asks: the name of the API key, or `anonymous` where the API is open. Set once access is decided. */
  client?: string;
}

/**
 * The context of the request in hand, carried through every await, timer and callback.
 * Outside any request or job all of it is undefined.
 */
@Injectable()
export class RequestContext {
  private readonly cls = ClsServiceManager.getClsService<RequestFacts>();

  get requestId(): string | undefined {
    return this.current()?.requestId;
  }

  get client(): string | undefined {
    return this.current()?.client;
  }

  /** The facts themselves; undefined outside. */
  current(): RequestFacts | undefined {
    return this.cls.isActive() ? this.cls.get() : undefined;
  }

  /** Runs `work`, and all that it starts, as part of the request that `facts` describe. */
  run<T>(facts: RequestFacts, work: () => T): T {
    return this.cls.runWith(facts, work);
  }
}
