import type { FastifyReply } from 'fastify';
import { openReply } from './open-replies.js';

const LOOK_EVERY_MS = 5000;
/** So many times as long a client may take for all of an answer as for any of it. */
const FOR_ALL = 10;

/**
 * Finds answers that nobody takes: what they hold, and their place among the requests in flight, would never be free
 * again. A look now and again costs the others nothing; once bytes are seen waiting, Node watches whether they become fewer
 * (https://nodejs.org/api/net.html#socketsettimeouttimeout-callback).
 */
export class SlowReaders {
  /** Since when bytes wait for the client of each. */
  private waiting = new Map<FastifyReply, number>();
  private readonly timer: NodeJS.Timeout;

  /** @param drop ends the answer. */
  constructor(
    private readonly replies: () => Iterable<FastifyReply>,
    private readonly timeoutMs: number,
    private readonly drop: (reply: FastifyReply) => void,
  ) {
    this.timer = setInterval(() => this.look(), Math.min(LOOK_EVERY_MS, timeoutMs / 2)).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const now = performance.now();
    const before = this.waiting;
    this.waiting = new Map();
    for (const reply of this.replies()) {
      if (!isWaiting(reply)) continue;
      const since = before.get(reply) ?? now;
      if (now - since > FOR_ALL * this.timeoutMs) this.drop(reply);
      else this.waiting.set(reply, since);
      if (since === now) this.watch(reply);
    }
    for (const reply of before.keys()) if (!this.waiting.has(reply)) unwatch(reply);
  }

  private watch(reply: FastifyReply): void {
    const { raw } = reply;
    if (raw.listenerCount('timeout') === 0) raw.on('timeout', () => this.drop(reply));
    raw.setTimeout(this.timeoutMs);
  }
}

const isWaiting = ({ raw }: FastifyReply) => raw.headersSent && (raw.socket?.writableLength ?? 0) > 0;

/** Where an answer is still awaited: Node has put another limit on a connection that is idle. */
function unwatch({ raw }: FastifyReply): void {
  const { socket } = raw.req;
  if (openReply(socket)) socket.setTimeout(0);
}
