import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';

const CURRENT = Symbol('reply to the latest request');
type Busy = Socket & { [CURRENT]?: FastifyReply | undefined };

/** Notes which request a connection serves, for errors that know the connection alone. */
export function arrived(socket: Socket, reply: FastifyReply): void {
  (socket as Busy)[CURRENT] = reply;
}

/** Forgets it, so that an idle connection keeps nothing alive. */
export function left(socket: Socket, reply: FastifyReply): void {
  if ((socket as Busy)[CURRENT] === reply) (socket as Busy)[CURRENT] = undefined;
}

/** The reply to the latest request on a connection, while it is not finished. */
export const currentReply = (socket: Socket): FastifyReply | undefined => (socket as Busy)[CURRENT];
