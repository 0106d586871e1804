import type { FastifyInstance } from 'fastify';
import FindMyWay from 'find-my-way';

/** Which methods a path has, asked only when a request met none: the difference between 404 and 405. */
export class AllowedMethods {
  private readonly methods = new Set<string>();
  private readonly router = FindMyWay({ ignoreTrailingSlash: false, maxParamLength: 500 });

  constructor(fastify: FastifyInstance) {
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const name of [method].flat()) this.add(name, url);
    });
  }

  /** @param target of a request, also with a query or in absolute form. */
  at(target: string): string[] {
    return [...this.methods].filter(
      (method) => this.router.find(method as FindMyWay.HTTPMethod, target) !== null,
    );
  }

  private add(method: string, url: string): void {
    if (url.includes('*')) return;
    this.methods.add(method);
    if (this.router.hasRoute(method as FindMyWay.HTTPMethod, url)) return;
    this.router.on(method as FindMyWay.HTTPMethod, url, () => undefined);
  }
}
