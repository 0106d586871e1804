import { createHash, type KeyObject, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32c } from './crc32c.js';

interface StoredObject {
  readonly name: string;
  readonly generation: string;
  readonly timeCreated: string;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/**
 * What goes wrong with a request: a status; no answer at all; a closed socket before or after it was carried out; half
 * of the bytes, or altered ones; a page of a proxy in between.
 */
export type GcsTrouble = number | 'hang' | 'reset' | 'lost_answer' | 'truncated' | 'corrupted' | 'garbage';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly reason: string,
  ) {
    super(message);
  }
}

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('base64');

/**
 * Google Cloud Storage's JSON API as far as objects go, https://cloud.google.com/storage/docs/json_api/v1: multipart
 * upload with hashes and ifGenerationMatch, metadata, download, delete, paged list. Google's own client is held against
 * it in gcs-server.spec.ts.
 */
export class GcsServer {
  readonly objects = new Map<string, StoredObject>();
  readonly requests: Asked[] = [];
  /** Befalls every request while it is set. */
  trouble: GcsTrouble | null = null;
  /** Befall the next requests, one each. */
  readonly troubles: GcsTrouble[] = [];
  /** Most that one page of a list holds. */
  pageSize = 1000;
  /** Of the account whose signed links are good here. */
  signer: KeyObject | null = null;
  /** Requests that were hanging when their client went away. */
  abandoned = 0;
  private generation = 1_700_000_000_000_000;

  private constructor(
    private readonly server: Server,
    readonly bucket: string,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void this.handle(request, response);
    });
  }

  static async start(bucket = 'reports-of-tests'): Promise<GcsServer> {
    const server = createServer();
    const started = new GcsServer(server, bucket);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return started;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The variables that lead the service here. */
  get env(): Record<string, string> {
    return { STORAGE: 'gcs', GCS_BUCKET: this.bucket, STORAGE_EMULATOR_HOST: this.url };
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const trouble = this.troubles.shift() ?? this.trouble;
    response.on('close', () => {
      if (trouble === 'hang') this.abandoned += 1;
    });
    const body = await readAll(request).catch(() => null);
    if (!body) return;
    const url = new URL(request.url ?? '/', this.url);
    if (url.searchParams.has('X-Goog-Signature')) {
      this.serveLink(url, response);
      return;
    }
    const path = decodeURIComponent(url.pathname);
    const { method = 'GET', headers } = request;
    this.requests.push({ method, path, query: url.searchParams, headers, body });
    if (trouble === 'hang') return;
    if (trouble === 'reset') return void request.socket.destroy();
    if (trouble === 'garbage') return void response.end('<html>');
    if (typeof trouble === 'number') {
      this.refuse(response, new Refusal(trouble, 'Injected.', 'backendError'), false);
      return;
    }
    try {
      this.carryOut(this.requests.at(-1)!, response, trouble);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refuse(response, error, url.searchParams.get('alt') === 'media');
    }
  }

  /** https://cloud.google.com/storage/docs/access-control/signed-urls: path, query and host are signed; nobody else's. */
  private serveLink(url: URL, response: ServerResponse): void {
    const query = url.search.slice(1).replace(/&X-Goog-Signature=[0-9a-f]+$/, '');
    const given = (name: string) => url.searchParams.get(name) ?? '';
    const request = ['GET', url.pathname, query, `host:${url.host}\n`, 'host', 'UNSIGNED-PAYLOAD'].join('\n');
    const scope = given('X-Goog-Credential').split('/').slice(1).join('/');
    const hash = createHash('sha256').update(request).digest('hex');
    const text = ['GOOG4-RSA-SHA256', given('X-Goog-Date'), scope, hash].join('\n');
    const signature = Buffer.from(given('X-Goog-Signature'), 'hex');
    const good = this.signer && verify('sha256', Buffer.from(text), this.signer, signature);
    if (!good) return void response.writeHead(403).end('SignatureDoesNotMatch');
    const object = this.objects.get(decodeURIComponent(url.pathname).slice(`/${this.bucket}/`.length));
    if (!object) return void response.writeHead(404).end('NoSuchKey');
    response.setHeader('content-disposition', given('response-content-disposition'));
    download(response, object, null);
  }

  private carryOut(asked: Asked, response: ServerResponse, trouble: GcsTrouble | null): void {
    const answer = this.route(asked);
    if (trouble === 'lost_answer') return void response.destroy();
    if ('object' in answer) {
      download(response, answer.object, trouble);
      return;
    }
    if (answer.json === null) return void response.writeHead(204).end();
    response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' });
    response.end(JSON.stringify(answer.json));
  }

  private route({ method, path, query, headers, body }: Asked): { json: unknown } | { object: StoredObject } {
    const [, upload, bucket, name] = /^(\/upload)?\/storage\/v1\/b\/([^/]+)\/o(?:\/(.*))?$/.exec(path) ?? [];
    if (bucket === undefined) throw new Refusal(404, 'Not Found', 'notFound');
    if (bucket !== this.bucket) throw new Refusal(404, 'The specified bucket does not exist.', 'notFound');
    if (upload && method === 'POST')
      return { json: resource(this.insert(query, headers, body), this.bucket) };
    if (name === undefined) return { json: this.list(query) };
    const object = this.objects.get(name);
    if (!object) throw new Refusal(404, `No such object: ${bucket}/${name}`, 'notFound');
    if (method === 'DELETE') {
      this.objects.delete(name);
      return { json: null };
    }
    return query.get('alt') === 'media' ? { object } : { json: resource(object, this.bucket) };
  }

  private insert(query: URLSearchParams, headers: IncomingMessage['headers'], body: Buffer): StoredObject {
    if (query.get('uploadType') !== 'multipart') throw new Refusal(400, 'Only multipart here.', 'invalid');
    const [metadata, bytes] = partsOf(headers['content-type'] ?? '', body);
    const given = JSON.parse(metadata.toString()) as Partial<StoredObject> & {
      md5Hash?: string;
      crc32c?: string;
    };
    const name = query.get('name') ?? given.name ?? '';
    const wrong =
      (given.md5Hash !== undefined && given.md5Hash !== md5(bytes)) ||
      (given.crc32c !== undefined && given.crc32c !== crc32c(bytes));
    if (wrong) throw new Refusal(400, 'Provided hash does not match calculated hash.', 'invalid');
    const wanted = query.get('ifGenerationMatch');
    if (wanted !== null && wanted !== (this.objects.get(name)?.generation ?? '0')) {
      throw new Refusal(
        412,
        'At least one of the pre-conditions you specified did not hold.',
        'conditionNotMet',
      );
    }
    const object: StoredObject = {
      name,
      generation: String((this.generation += 1)),
      timeCreated: new Date().toISOString(),
      contentType: given.contentType ?? 'application/octet-stream',
      metadata: given.metadata ?? {},
      bytes,
    };
    this.objects.set(name, object);
    return object;
  }

  private list(query: URLSearchParams): object {
    const after = query.get('pageToken') ?? '';
    const size = Math.min(Number(query.get('maxResults') ?? 1000), this.pageSize);
    const found = [...this.objects.values()]
      .filter(({ name }) => name.startsWith(query.get('prefix') ?? '') && name > after)
      .sort((left, right) => (left.name < right.name ? -1 : 1));
    const page = found.slice(0, size);
    return {
      kind: 'storage#objects',
      ...(page.length > 0 && { items: page.map((object) => resource(object, this.bucket)) }),
      ...(found.length > size && { nextPageToken: page.at(-1)?.name }),
    };
  }

  /** A download is refused in plain text, everything else as JSON. */
  private refuse(response: ServerResponse, { status, message, reason }: Refusal, plain: boolean): void {
    response.writeHead(status, { 'content-type': plain ? 'text/html; charset=UTF-8' : 'application/json' });
    const error = { code: status, message, errors: [{ message, domain: 'global', reason }] };
    response.end(plain ? message : JSON.stringify({ error }));
  }
}

function download(response: ServerResponse, object: StoredObject, trouble: GcsTrouble | null): void {
  response.writeHead(200, {
    'content-type': object.contentType,
    'content-length': object.bytes.length,
    'x-goog-generation': object.generation,
    'x-goog-hash': `crc32c=${crc32c(object.bytes)},md5=${md5(object.bytes)}`,
  });
  if (trouble === 'truncated') {
    response.write(object.bytes.subarray(0, object.bytes.length / 2), () => response.destroy());
    return;
  }
  const altered = Buffer.from(object.bytes);
  if (trouble === 'corrupted') altered[0] = (altered[0] ?? 0) ^ 1;
  response.end(altered);
}

/** https://cloud.google.com/storage/docs/json_api/v1/objects#resource */
const resource = ({ bytes, ...object }: StoredObject, bucket: string) => ({
  kind: 'storage#object',
  bucket,
  ...object,
  size: String(bytes.length),
  md5Hash: md5(bytes),
  crc32c: crc32c(bytes),
});

/** The two parts of a multipart/related body, RFC 2387. */
function partsOf(type: string, body: Buffer): [metadata: Buffer, bytes: Buffer] {
  const boundary = /boundary=["']?([^"';]+)/.exec(type)?.[1];
  if (boundary === undefined) throw new Refusal(400, 'No boundary.', 'invalid');
  const parts: Buffer[] = [];
  const delimiter = Buffer.from(`--${boundary}`);
  for (let at = body.indexOf(delimiter); at >= 0;) {
    const next = body.indexOf(delimiter, at + delimiter.length);
    if (next < 0) break;
    const start = body.indexOf('\r\n\r\n', at) + 4;
    parts.push(body.subarray(start, next - 2));
    at = next;
  }
  const [metadata, bytes] = parts;
  if (!metadata || !bytes || parts.length !== 2) throw new Refusal(400, 'Two parts are needed.', 'invalid');
  return [metadata, bytes];
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
