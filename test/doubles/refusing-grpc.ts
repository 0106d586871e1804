import { createServer, type Http2Server, type Http2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';

/** https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
const UNAVAILABLE = '14';

/** A gRPC server that answers every call with UNAVAILABLE, in trailers only. */
export class RefusingGrpc {
  private readonly sessions = new Set<Http2Session>();

  private constructor(private readonly server: Http2Server) {
    server.on('session', (session) => {
      this.sessions.add(session);
      session.once('close', () => this.sessions.delete(session));
    });
    server.on('stream', (stream) => {
      stream.on('error', () => undefined);
      const head = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': UNAVAILABLE };
      stream.respond(head, { endStream: true });
    });
  }

  static async start(): Promise<RefusingGrpc> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new RefusingGrpc(server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const session of this.sessions) session.destroy();
    await closed;
  }
}
