import 'reflect-metadata';
import { Catch, Controller, Get, Injectable, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, BaseExceptionFilter, HttpAdapterHost, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import {
  PrometheusModule,
  getToken,
  makeCounterProvider,
  makeHistogramProvider,
} from '@willsoto/nestjs-prometheus';
import { ClsModule } from 'nestjs-cls';
import { Logger, LoggerModule } from 'nestjs-pino';
import { randomUUID } from 'node:crypto';
import { tap } from 'rxjs';
import { decorate, route } from './decorate.mjs';
import { ENGINES } from './engines.mjs';

/** Nest on Express with the same packages, each wired as its own documentation shows. */
class Engines {
  list() {
    return ENGINES;
  }
}
route(Engines, 'list', Get('engines'));
decorate(Engines, Controller());

class Metrics {
  constructor(requests, durations) {
    this.requests = requests;
    this.durations = durations;
  }

  intercept(context, next) {
    const stop = this.durations.startTimer();
    return next.handle().pipe(
      tap(() => {
        const http = context.switchToHttp();
        const labels = { method: http.getRequest().method, route: http.getRequest().route.path };
        this.requests.inc(labels);
        stop({ ...labels, status: String(http.getResponse().statusCode) });
      }),
    );
  }
}
decorate(Metrics, Injectable());

class Filter extends BaseExceptionFilter {}
decorate(Filter, Catch());

const labelNames = ['method', 'route'];
class App {}
decorate(
  App,
  Module({
    imports: [
      ClsModule.forRoot({
        global: true,
        middleware: {
          mount: true,
          generateId: true,
          idGenerator: (request) => request.headers['x-request-id'] ?? randomUUID(),
        },
      }),
      LoggerModule.forRoot({ pinoHttp: { genReqId: () => randomUUID() } }),
      PrometheusModule.register(),
    ],
    controllers: [Engines],
    providers: [
      makeCounterProvider({ name: 'requests_total', help: 'Requests.', labelNames }),
      makeHistogramProvider({
        name: 'request_seconds',
        help: 'Durations.',
        labelNames: [...labelNames, 'status'],
      }),
      {
        provide: APP_INTERCEPTOR,
        useFactory: (requests, durations) => new Metrics(requests, durations),
        inject: [getToken('requests_total'), getToken('request_seconds')],
      },
      {
        provide: APP_FILTER,
        useFactory: ({ httpAdapter }) => new Filter(httpAdapter),
        inject: [HttpAdapterHost],
      },
    ],
  }),
);
const app = await NestFactory.create(App, new ExpressAdapter(), { bufferLogs: true });
app.useLogger(app.get(Logger));
await app.listen(Number(process.env.PORT), '127.0.0.1');
