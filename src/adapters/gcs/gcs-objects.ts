import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { BackendFault } from '../../backend-calls/backend-calls.js';
import { GcsClient } from './gcs-client.js';
import { multipart } from './multipart.js';

const JSON_TYPE = 'application/json';
const PAGE = '1000';

export interface ObjectPage {
  readonly objects: readonly { readonly name: string; readonly createdAt: number }[];
  readonly next: string | undefined;
}

/** Objects of the bucket: each operation is one request. */
@Injectable()
export class GcsObjects {
  constructor(private readonly client: GcsClient) {}

  /** Writes an object that must not exist; false where it does. @param writeId kept with it, to know it again */
  async insert(
    name: string,
    content: string | Buffer,
    writeId: string,
    signal: AbortSignal,
    type = JSON_TYPE,
  ): Promise<boolean> {
    const bytes = Buffer.from(content);
    const metadata = { contentType: type, md5Hash: md5(bytes), metadata: { write_id: writeId } };
    const response = await this.client.send(
      {
        method: 'POST',
        upload: true,
        query: { uploadType: 'multipart', name, ifGenerationMatch: '0', fields: 'generation' },
        body: multipart(metadata, type, bytes),
        expected: [412],
      },
      signal,
    );
    await response.bytes();
    return response.ok;
  }

  /** Which write an object is of; null where there is none. */
  async writeIdOf(name: string, signal: AbortSignal): Promise<string | null> {
    const query = { fields: 'metadata' };
    const response = await this.client.send({ method: 'GET', object: name, query, expected: [404] }, signal);
    if (!response.ok) return absent(response);
    const { metadata } = (await response.json()) as { metadata?: { write_id?: string } };
    return metadata?.write_id ?? null;
  }

  /** Null where there is none. */
  async read(name: string, signal: AbortSignal): Promise<string | null> {
    const query = { alt: 'media' };
    const response = await this.client.send({ method: 'GET', object: name, query, expected: [404] }, signal);
    if (!response.ok) return absent(response);
    const bytes = await response.bytes();
    const promised = /md5=([A-Za-z0-9+/=]+)/.exec(response.headers.get('x-goog-hash') ?? '')?.[1];
    if (promised !== undefined && promised !== md5(bytes))
      throw new BackendFault('unavailable', 'hash_mismatch');
    return new TextDecoder().decode(bytes);
  }

  /** Also where there is none. */
  async remove(name: string, signal: AbortSignal): Promise<void> {
    const response = await this.client.send({ method: 'DELETE', object: name, expected: [404] }, signal);
    if (response.ok) await response.bytes();
    else await absent(response);
  }

  async list(prefix: string, page: string | undefined, signal: AbortSignal): Promise<ObjectPage> {
    const query = {
      prefix,
      maxResults: PAGE,
      fields: 'items(name,timeCreated),nextPageToken',
      ...(page !== undefined && { pageToken: page }),
    };
    const response = await this.client.send({ method: 'GET', query }, signal);
    const { items = [], nextPageToken } = (await response.json()) as {
      items?: { name: string; timeCreated: string }[];
      nextPageToken?: string;
    };
    const objects = items.map(({ name, timeCreated }) => ({ name, createdAt: Date.parse(timeCreated) }));
    return { objects, next: nextPageToken };
  }
}

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('base64');

/** A 404 is also said of a bucket that is not there; then nothing can be stored, and nobody should think it empty. */
async function absent(response: Response): Promise<null> {
  const text = await response.text();
  if (text.includes('bucket does not exist'))
    throw new BackendFault('not_found', 404, new Error(text.slice(0, 500)));
  return null;
}
