import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A line between a client and a server that can be paused, cut, closed, made slow and led elsewhere. */
export class TcpProxy {
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private paused = false;
  /** Milliseconds by which what the server says is late. */
  delayMs = 0;
  /** Is shown what the server says. */
  overhear: (chunk: Buffer) => void = () => undefined;
  private fatal: string | null = null;

  private constructor(
    private readonly server: Server,
    private target: number,
    readonly port: number,
  ) {
    server.on('connection', (client) => this.join(client));
  }

  static async to(target: number): Promise<TcpProxy> {
    const server = createServer();
    await listen(server, 0);
    return new TcpProxy(server, target, (server.address() as AddressInfo).port);
  }

  /** Connections are accepted, and nothing passes any more: a server that hangs. */
  pause(): void {
    this.paused = true;
    for (const sockets of this.pairs) for (const socket of sockets) socket.pause();
  }

  /** What was held back passes now. */
  resume(): void {
    this.paused = false;
    for (const sockets of this.pairs) for (const socket of sockets) socket.resume();
  }

  /** Cuts every connection; new ones are welcome. */
  cut(): void {
    for (const sockets of this.pairs) for (const socket of sockets) socket.destroy();
  }

  /** Once: the answer to whatever holds these words is lost, and every connection with it. */
  cutAtAnswerTo(words: string): void {
    this.fatal = words;
  }

  /** Cuts every connection; new ones reach the server at this port. */
  lead(target: number): void {
    this.target = target;
    this.cut();
  }

  /** Cuts every connection, and refuses new ones. */
  async refuse(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.cut();
    await closed;
  }

  /** Listens again at the same port. */
  async accept(): Promise<void> {
    await listen(this.server, this.port);
  }

  async close(): Promise<void> {
    if (this.server.listening) await this.refuse();
    this.cut();
  }

  private join(client: Socket): void {
    const upstream = connect(this.target, '127.0.0.1');
    const pair = [client, upstream] as const;
    this.pairs.add(pair);
    for (const [socket, other] of [pair, [upstream, client] as const]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.pairs.delete(pair);
        other.destroy();
      });
    }
    client.on('data', (chunk: Buffer) => {
      if (this.fatal !== null && chunk.includes(this.fatal)) {
        this.fatal = null;
        upstream.once('data', () => this.cut());
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      this.overhear(chunk);
      setTimeout(() => client.writable && client.write(chunk), this.delayMs).unref();
    });
    if (this.paused) for (const socket of pair) socket.pause();
  }
}

const listen = (server: Server, port: number) =>
  new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
