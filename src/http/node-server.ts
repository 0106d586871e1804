import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../errors/errors.js';
import { requestIdOf } from '../request-context/request-id.js';
import type { BrokenRequests } from './broken-request.js';

/** Takes over what Node's server would answer by itself, without an ID and in a shape of its own, or not at all. */
export function takeOverNodesAnswers(server: Server, fastify: FastifyInstance, broken: BrokenRequests): void {
  // An expectation that we do not know may be ignored (RFC 9110, 10.1.1); Node would answer 417.
  server.on('checkExpectation', (request, response) => fastify.routing(request, response));
  server.on('connect', (request: IncomingMessage, socket: Socket) =>
    broken.refuse(new AppError('method_not_allowed', 'This is no proxy.'), socket, requestIdOf(request)),
  );
}
