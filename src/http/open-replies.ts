import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import type { RequestFacts } from '../request-context/request-context.js';
import { factsOf } from '../request-context/request-facts.js';
import { isServed, isSilent } from './silent-connections.js';

const OPEN = Symbol('reply that is not finished');
const EARLIER = Symbol('replies that are sent before that one');
/** Who can lead from an error to its request: the connection, and the asynchronous context. */
type Holder = (Socket | RequestFacts) & {
  [OPEN]?: FastifyReply | undefined;
  /** Only where a client sent further requests before it had its answers. */
  [EARLIER]?: Set<FastifyReply> | undefined;
};

/** Notes that a reply is awaited, for errors that know no request. */
export function opened(reply: FastifyReply): void {
  const { socket } = reply.request.raw;
  const holder: Holder = socket;
  if (holder[OPEN]) (holder[EARLIER] ??= new Set()).add(holder[OPEN]);
  else isServed(socket);
  holder[OPEN] = reply;
  (factsOf(reply.request) as Holder)[OPEN] = reply;
}

/** Forgets it, so that idle connections and contexts that live on keep nothing alive. */
export function finished(reply: FastifyReply): void {
  const { socket } = reply.request.raw;
  const holder: Holder = socket;
  if (holder[OPEN] === reply) {
    holder[OPEN] = undefined;
    isSilent(socket);
  } else holder[EARLIER]?.delete(reply);
  (factsOf(reply.request) as Holder)[OPEN] = undefined;
}

/** The reply that a connection (to its latest request) or a context waits for. */
export const openReply = (holder: Socket | RequestFacts): FastifyReply | undefined =>
  (holder as Holder)[OPEN];

/** All replies that a connection waits for, in the order in which they are sent. */
export function openReplies(socket: Socket): readonly FastifyReply[] {
  const { [OPEN]: latest, [EARLIER]: earlier }: Holder = socket;
  return [...(earlier ?? []), ...(latest ? [latest] : [])];
}
