import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** What a connection had read when it was last looked at, and since when. */
interface Look {
  readonly bytesRead: number;
  readonly since: number;
}

/**
 * The open connections of a server. Node's own closeIdleConnections() does not serve: it cuts off answers that are
 * written but not yet sent, and leaves connections open on which no request ever came.
 */
export class Connections {
  private readonly looks = new Map<Socket, Look | undefined>();
  /** How many there have been. */
  accepted = 0;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.accepted += 1;
      this.looks.set(socket, undefined);
      socket.once('close', () => this.looks.delete(socket));
    });
  }

  get open(): readonly Socket[] {
    return [...this.looks.keys()];
  }

  /** Closes those that are not busy and have sent nothing for `quietMs` of looks: to be called again and again. */
  closeQuiet(quietMs: number, isBusy: (socket: Socket) => boolean): void {
    const now = performance.now();
    for (const [socket, look] of this.looks) {
      const { bytesRead } = socket;
      if (isBusy(socket)) this.looks.set(socket, undefined);
      else if (look?.bytesRead !== bytesRead) this.looks.set(socket, { bytesRead, since: now });
      else if (now - look.since >= quietMs) socket.destroy();
    }
  }

  closeAll(): void {
    for (const socket of this.looks.keys()) socket.destroy();
  }
}
