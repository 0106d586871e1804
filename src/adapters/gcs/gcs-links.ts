import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { GoogleAuth } from 'google-auth-library';
import { BackendFault } from '../../backend-calls/backend-calls.js';
import { Config } from '../../config/config.js';

const ALGORITHM = 'GOOG4-RSA-SHA256';

/**
 * Addresses at which anybody can read an object for a while:
 * https://cloud.google.com/storage/docs/access-control/signing-urls-manually. Signed by the key of a service account, or
 * where the workload has none, by the IAM API in its name.
 */
@Injectable()
export class GcsLinks {
  private readonly auth = new GoogleAuth();
  private readonly root: URL;
  private readonly bucket: string;
  readonly seconds: number;

  constructor({ STORAGE_EMULATOR_HOST, GCS_BUCKET, DOWNLOAD_LINK_SECONDS }: Config) {
    this.root = new URL(STORAGE_EMULATOR_HOST ?? 'https://storage.googleapis.com');
    this.bucket = GCS_BUCKET ?? '';
    this.seconds = DOWNLOAD_LINK_SECONDS;
  }

  /** @param disposition of the answer, e.g. `attachment; filename="a.pdf"`. @throws BackendFault where nobody signs */
  async sign(object: string, disposition: string, now = new Date()): Promise<string> {
    const { host, origin } = this.root;
    const date = now.toISOString().replace(/[-:]|\.\d+/g, '');
    const scope = `${date.slice(0, 8)}/auto/storage/goog4_request`;
    const path = `/${this.bucket}/${object.split('/').map(encoded).join('/')}`;
    const query = inOrder({
      'X-Goog-Algorithm': ALGORITHM,
      'X-Goog-Credential': `${await this.signer()}/${scope}`,
      'X-Goog-Date': date,
      'X-Goog-Expires': String(this.seconds),
      'X-Goog-SignedHeaders': 'host',
      'response-content-disposition': disposition,
    });
    const request = ['GET', path, query, `host:${host}\n`, 'host', 'UNSIGNED-PAYLOAD'].join('\n');
    const hash = createHash('sha256').update(request).digest('hex');
    const signature = await this.signed([ALGORITHM, date, scope, hash].join('\n'));
    return `${origin}${path}?${query}&X-Goog-Signature=${signature}`;
  }

  private async signer(): Promise<string> {
    const { client_email: email } = await orNoCredentials(this.auth.getCredentials());
    if (email === undefined) throw new BackendFault('no_credentials', 'no_service_account');
    return email;
  }

  private async signed(text: string): Promise<string> {
    return Buffer.from(await orNoCredentials(this.auth.sign(text)), 'base64').toString('hex');
  }
}

async function orNoCredentials<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    throw new BackendFault('no_credentials', null, error);
  }
}

/** RFC 3986: also what encodeURIComponent leaves as it is. */
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

const inOrder = (query: Readonly<Record<string, string>>) =>
  Object.entries(query)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
