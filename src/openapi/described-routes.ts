import { RequestMethod, type Type, VERSION_NEUTRAL } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, VERSION_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, Reflector } from '@nestjs/core';
import { type Audience, audienceOf } from '../access/access.js';
import { Describe, type Operation } from './operation.js';

/** A route as Nest knows it, and what its developer says of it. */
export interface DescribedRoute {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With OpenAPI's braces, e.g. `/reports/{id}`. */
  readonly path: string;
  /** True where the route is also served under /v1. */
  readonly versioned: boolean;
  readonly audience: Audience;
  readonly operation: Operation;
}

type Handler = (...args: never[]) => unknown;

const scanner = new MetadataScanner();
const reflector = new Reflector();

/** Every route of these controllers that carries `@Describe`, in the controllers' order. */
export function describedRoutes(controllers: readonly Type[]): DescribedRoute[] {
  return controllers.flatMap((controller) => {
    const prototype = controller.prototype as Record<string, Handler>;
    return scanner
      .getAllMethodNames(prototype)
      .map((name) => routeOf(controller, prototype[name]))
      .filter((route) => route !== null);
  });
}

function routeOf(controller: Type, handler: Handler | undefined): DescribedRoute | null {
  const operation = handler && reflector.get(Describe, handler);
  if (!handler || !operation) return null;
  const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod;
  const parts = [controller, handler].map((owner) => Reflect.getMetadata(PATH_METADATA, owner) as string);
  return {
    method: RequestMethod[method].toLowerCase() as DescribedRoute['method'],
    path: pathOf(parts),
    versioned: Reflect.getMetadata(VERSION_METADATA, controller) !== VERSION_NEUTRAL,
    audience: audienceOf(handler),
    operation,
  };
}

const pathOf = (parts: readonly string[]) =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter((step) => step !== '')
    .map((step) => step.replace(/^:(\w+)$/, '{$1}'))
    .join('/')}`;
