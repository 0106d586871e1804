import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pipeline, Readable } from 'node:stream';

/**
 * A stand-in for the Gemini API over HTTP: it speaks the protocol and knows nothing of strategy. What it answers is
 * scripted; a request that nothing was scripted for is an error of the test. Only Node's own modules are imported and
 * only erasable TypeScript is used, so that Node runs this file as it is.
 */
export interface ReplyOptions {
  readonly usage?: Readonly<Record<string, number>>;
  readonly finishReason?: string;
  readonly grounding?: object;
  readonly delayMs?: number;
}

/** What happens to one request; takes the answer over completely. */
export type Answer = (response: ServerResponse, request: GeminiRequest) => void | Promise<void>;

export interface GeminiRequest {
  /** The title of the schema that was asked for, `prose` without one, `model` for the description of the model. */
  readonly step: string;
  readonly path: string;
  readonly key: string;
  readonly traceparent: string | undefined;
  /** The user's part and the system's part of the prompt. */
  readonly prompt: string;
  readonly system: string;
  readonly body: RequestBody;
  /** When it began to come, by performance.now(). */
  readonly arrived: number;
}

interface Content {
  readonly parts?: readonly { readonly text?: string }[];
}

/** What the stand-in knows of a request's body. */
export interface RequestBody {
  readonly contents?: readonly Content[];
  readonly systemInstruction?: Content;
  readonly tools?: readonly object[];
  readonly generationConfig?: {
    readonly maxOutputTokens?: number;
    readonly responseMimeType?: string;
    readonly responseJsonSchema?: { readonly title?: string };
  };
}

export const USAGE = { promptTokenCount: 1000, candidatesTokenCount: 300, totalTokenCount: 1300 };

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(body));

/** Nobody stays for an answer that is still to come: the server does, for as long as it is open. */
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** A reply with these words. */
export const prose =
  (
    text: string,
    { usage = USAGE, finishReason = 'STOP', grounding, delayMs = 0 }: ReplyOptions = {},
  ): Answer =>
  async (response) => {
    if (delayMs > 0) await sleep(delayMs);
    const candidate = {
      content: { role: 'model', parts: [{ text }] },
      finishReason,
      index: 0,
      ...(grounding && { groundingMetadata: grounding }),
    };
    json(response, 200, { candidates: [candidate], usageMetadata: usage });
  };

/** A reply with this JSON. */
export const reply = (value: unknown, options: ReplyOptions = {}): Answer =>
  prose(JSON.stringify(value), options);

/** A reply that ends in the middle of its JSON, once it has used all the tokens it may; most of them for thoughts. */
export const cutOff =
  (promptTokenCount = USAGE.promptTokenCount): Answer =>
  (response, request) => {
    const most = request.body.generationConfig?.maxOutputTokens ?? 0;
    const candidatesTokenCount = Math.ceil(most / 3);
    const thoughtsTokenCount = most - candidatesTokenCount;
    const usage = { promptTokenCount, candidatesTokenCount, thoughtsTokenCount };
    return prose('{"strengths": {"item', { usage, finishReason: 'MAX_TOKENS' })(response, request);
  };

/** A reply that the upstream stopped. */
export const stopped = (finishReason = 'SAFETY'): Answer => prose('', { finishReason });

/** A prompt that is not answered at all. */
export const blockedPrompt: Answer = (response) =>
  void json(response, 200, {
    promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
    usageMetadata: { promptTokenCount: 1000, totalTokenCount: 1000 },
  });

/** 200 with this JSON, be it a reply or not. */
export const raw =
  (body: unknown): Answer =>
  (response) =>
    void json(response, 200, body);

/** 200 with nothing in it. */
export const nothing: Answer = (response) => void json(response, 200, {});

/** 200 without a body. */
export const empty: Answer = (response) => void response.writeHead(200).end();

/** JSON that ends too early, whatever its status. */
export const broken =
  (status: number): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end('{"error": {');

/** Words that the upstream thought, before those it said. */
export const thinking =
  (thought: string, value: unknown, usage: Readonly<Record<string, number>>): Answer =>
  (response) =>
    void json(response, 200, {
      candidates: [
        {
          content: {
            role: 'model',
            parts: [{ text: thought, thought: true }, { text: JSON.stringify(value) }],
          },
          finishReason: 'STOP',
        },
      ],
      usageMetadata: usage,
    });

export const failure = (status: number, code = 'INTERNAL', details: readonly object[] = []): Answer => {
  const error = { code: status, message: `The stand-in fails as told: ${code}`, status: code, details };
  return (response) => void json(response, status, { error });
};

/** 429, with how long to wait. */
export const quota = (retryDelay?: string): Answer =>
  failure(
    429,
    'RESOURCE_EXHAUSTED',
    retryDelay === undefined ? [] : [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay }],
  );

export const wrongKey: Answer = failure(400, 'INVALID_ARGUMENT', [
  {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: 'API_KEY_INVALID',
    domain: 'googleapis.com',
  },
]);

/** Something that is not the API answers, as a proxy does. */
export const page =
  (status: number): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>');

/** Never answers. */
export const hang: Answer = () => undefined;

/** Sends the head and then a byte now and again, for ever. */
export const drip: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};

/** Sends as fast as it is read, for ever. */
export const endless: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const blanks = Buffer.alloc(1 << 20, ' ');
  const source = new Readable({ read: () => void source.push(blanks) });
  pipeline(source, response, () => undefined);
};

/** Breaks the connection without an answer. */
export const reset: Answer = (response) => void response.socket?.resetAndDestroy();

export class GeminiServer {
  readonly requests: GeminiRequest[] = [];
  /** The most requests that were ever open at once. */
  mostAtOnce = 0;
  readonly #key: string;
  readonly #model: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #once = new Map<string, Answer[]>();
  readonly #always = new Map<string, Answer>();
  readonly #unexpected: string[] = [];
  readonly #watchers = new Set<() => void>();
  #open = 0;

  private constructor(key: string, model: string) {
    this.#key = key;
    this.#model = model;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => {
        this.#sockets.delete(socket);
        this.#wake();
      });
    });
  }

  static async start(key = 'stand-in-key', model = 'gemini-3.8-flash', port = 0): Promise<GeminiServer> {
    const server = new GeminiServer(key, model);
    await new Promise<void>((resolve) => server.#server.listen(port, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The environment that points the service here. */
  get env(): Record<string, string> {
    return { GEMINI_API_KEY: this.#key, GEMINI_MODEL: this.#model, GEMINI_BASE_URL: this.url };
  }

  get openSockets(): number {
    return this.#sockets.size;
  }

  /** Requests that wait for their answer. */
  get openRequests(): number {
    return this.#open;
  }

  /** The answers to the next requests of a step, one each. */
  answer(step: string, ...answers: readonly Answer[]): this {
    this.#once.set(step, [...(this.#once.get(step) ?? []), ...answers]);
    return this;
  }

  /** The answer to every request of a step that has no other left. `*` stands for every step but `model`. */
  always(step: string, answer: Answer): this {
    this.#always.set(step, answer);
    return this;
  }

  /** Requests so far, of one step or of all but `model`. */
  asked(step?: string): GeminiRequest[] {
    return this.requests.filter((each) => (step === undefined ? each.step !== 'model' : each.step === step));
  }

  /** Resolves once `holds` does; looked at with every request and every socket that closes. */
  async until(holds: () => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!holds()) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** @throws Error where there were requests that nobody expected. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
    if (this.#unexpected.length > 0) throw new Error(`Nothing was set for: ${this.#unexpected.join(', ')}`);
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(message);
    this.requests.push(request);
    this.#open += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#open);
    response.once('close', () => {
      this.#open -= 1;
      this.#wake();
    });
    this.#wake();
    if (request.key !== this.#key) return void wrongKey(response, request);
    await this.#answerTo(request)(response, request);
  }

  #answerTo(request: GeminiRequest): Answer {
    const { step } = request;
    const scripted = this.#once.get(step)?.shift() ?? this.#always.get(step);
    if (scripted) return scripted;
    if (step === 'model') return this.#describe;
    const any = this.#always.get('*');
    if (any) return any;
    this.#unexpected.push(step);
    return failure(501, 'NOTHING_SET');
  }

  readonly #describe: Answer = (response, { path }) => {
    if (!path.endsWith(`/models/${this.#model}`))
      return void failure(404, 'NOT_FOUND')(response, {} as GeminiRequest);
    json(response, 200, {
      name: `models/${this.#model}`,
      inputTokenLimit: 1_000_000,
      outputTokenLimit: 65_536,
    });
  };

  #wake(): void {
    for (const look of [...this.#watchers]) look();
  }
}

async function read(message: IncomingMessage): Promise<GeminiRequest> {
  const arrived = performance.now();
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const body = (text === '' ? {} : JSON.parse(text)) as RequestBody;
  const words = (content?: Content) => (content?.parts ?? []).map((part) => part.text ?? '').join('');
  const title = body.generationConfig?.responseJsonSchema?.title;
  return {
    step: message.method === 'GET' ? 'model' : (title ?? 'prose'),
    path: message.url ?? '',
    key: String(message.headers['x-goog-api-key'] ?? ''),
    traceparent: message.headers.traceparent?.toString(),
    prompt: (body.contents ?? []).map(words).join(''),
    system: words(body.systemInstruction),
    body,
    arrived,
  };
}
