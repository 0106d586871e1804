import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ENGINES } from './engines.mjs';
import { decorate, route } from './decorate.mjs';

/** Plain Nest on Fastify: one controller, nothing else. */
class Engines {
  list() {
    return ENGINES;
  }
}
route(Engines, 'list', Get('engines'));
decorate(Engines, Controller());
class App {}
decorate(App, Module({ controllers: [Engines] }));
const app = await NestFactory.create(App, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.env.PORT), '127.0.0.1');
