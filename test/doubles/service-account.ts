import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A service account of nobody, in a file that GOOGLE_APPLICATION_CREDENTIALS names while it exists. */
export class ServiceAccount {
  readonly email = 'signer@tests.iam.gserviceaccount.com';
  readonly privateKey: string;
  readonly publicKey: KeyObject;
  private readonly folder = mkdtempSync(join(tmpdir(), 'consultantos-account-'));
  private readonly before = process.env.GOOGLE_APPLICATION_CREDENTIALS;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.privateKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    this.publicKey = publicKey;
    const account = { type: 'service_account', client_email: this.email, private_key: this.privateKey };
    const file = join(this.folder, 'account.json');
    writeFileSync(file, JSON.stringify(account));
    process.env.GOOGLE_APPLICATION_CREDENTIALS = file;
  }

  /** Its file is gone, and nothing else names credentials. */
  lose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  remove(): void {
    if (this.before === undefined) delete process.env.GOOGLE_APPLICATION_CREDENTIALS;
    else process.env.GOOGLE_APPLICATION_CREDENTIALS = this.before;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
