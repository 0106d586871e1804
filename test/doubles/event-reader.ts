export interface ReadEvent {
  readonly id: number;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads a stream of server-sent events as a client does: whole events, one at a time. */
export class EventReader {
  readonly events: ReadEvent[] = [];
  /** Everything as it came. */
  text = '';
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private readonly decoder = new TextDecoder();
  private used = 0;

  constructor(readonly answer: Response) {
    if (!answer.body) throw new Error('The answer has no body.');
    this.reader = answer.body.getReader();
  }

  /** Reads on until there are so many events. */
  async until(count: number): Promise<readonly ReadEvent[]> {
    while (this.events.length < count && (await this.read()));
    return this.events;
  }

  /** Reads to the end of the stream. */
  async end(): Promise<readonly ReadEvent[]> {
    while (await this.read());
    return this.events;
  }

  /** Hangs up. */
  async drop(): Promise<void> {
    await this.reader.cancel();
  }

  private async read(): Promise<boolean> {
    const { value, done } = await this.reader.read();
    if (done) return false;
    this.text += this.decoder.decode(value, { stream: true });
    for (
      let end = this.text.indexOf('\n\n', this.used);
      end >= 0;
      end = this.text.indexOf('\n\n', this.used)
    ) {
      this.take(this.text.slice(this.used, end));
      this.used = end + 2;
    }
    return true;
  }

  private take(block: string): void {
    const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]));
    const data = fields.get('data');
    if (data === undefined) return;
    this.events.push({
      id: Number(fields.get('id')),
      event: fields.get('event') ?? 'message',
      data: JSON.parse(data) as ReadEvent['data'],
    });
  }
}
