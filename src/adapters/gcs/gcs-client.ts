import { Injectable } from '@nestjs/common';
import { GoogleAuth } from 'google-auth-library';
import { BackendFault } from '../../backend-calls/backend-calls.js';
import { Config } from '../../config/config.js';
import { currentTraceparent } from '../../tracing/tracing.js';
import { statusFault } from './gcs-faults.js';

const SCOPE = 'https://www.googleapis.com/auth/devstorage.read_write';

export interface GcsRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** After the bucket; empty for the bucket's objects as a whole. */
  readonly object?: string;
  readonly upload?: boolean;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: { readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> };
  /** Statuses besides 2xx that are answers and no faults. */
  readonly expected?: readonly number[];
}

/**
 * One request of the JSON API, https://cloud.google.com/storage/docs/json_api/v1. Google's own client for storage is
 * not used, since its requests cannot be ended: docs/decisions/0012-gcs-without-its-client.md.
 */
@Injectable()
export class GcsClient {
  private readonly root: string;
  private readonly bucket: string;
  /** Null for a stand-in, which gets no credentials. */
  private readonly auth: GoogleAuth | null;

  constructor({ STORAGE_EMULATOR_HOST: standIn, GCS_BUCKET: bucket }: Config) {
    if (bucket === undefined)
      throw new Error('STORAGE=gcs needs GCS_BUCKET: the configuration lets nothing else pass.');
    this.root = standIn ?? 'https://storage.googleapis.com';
    this.bucket = bucket;
    this.auth = standIn === undefined ? new GoogleAuth({ scopes: SCOPE }) : null;
  }

  /** @param signal ends the request and closes its socket. @throws BackendFault for other statuses, TypeError where the connection fails */
  async send(request: GcsRequest, signal: AbortSignal): Promise<Response> {
    const headers = await this.credentials();
    if (request.body) headers.set('content-type', request.body.type);
    const traceparent = currentTraceparent();
    if (traceparent !== undefined) headers.set('traceparent', traceparent);
    const { method, body, expected = [] } = request;
    // Followed, a redirect would take the report to whatever host it names.
    const init = { method, headers, body: body?.bytes ?? null, signal, redirect: 'manual' as const };
    const response = await fetch(this.urlOf(request), init);
    if (response.ok || expected.includes(response.status)) return response;
    throw await statusFault(response);
  }

  private urlOf({ object, upload = false, query = {} }: GcsRequest): string {
    const path = `${upload ? '/upload' : ''}/storage/v1/b/${this.bucket}/o`;
    const name = object === undefined ? '' : `/${encodeURIComponent(object)}`;
    return `${this.root}${path}${name}?${new URLSearchParams(query).toString()}`;
  }

  private async credentials(): Promise<Headers> {
    if (!this.auth) return new Headers();
    try {
      return new Headers(await this.auth.getRequestHeaders(this.root));
    } catch (error) {
      throw new BackendFault('no_credentials', null, error);
    }
  }
}
