import { Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';

/** Notes every route as Fastify itself gets to know it, e.g. `GET /reports/:id`. */
@Module({})
export class RouteRecorder {
  readonly routes: string[] = [];

  constructor({ httpAdapter }: HttpAdapterHost<FastifyAdapter>) {
    httpAdapter.getInstance().addHook('onRoute', ({ method, url }) => {
      for (const name of [method].flat()) this.routes.push(`${name} ${url}`);
    });
  }
}
