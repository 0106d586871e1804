import { Storage } from '@google-cloud/storage';
import { ServiceAccount } from '../../../test/doubles/service-account.js';
import { parseConfig } from '../../config/config.js';
import { GcsLinks } from './gcs-links.js';

/** Google's client refuses what has ended already. */
const NOW = new Date();
const ENV = { STORAGE: 'gcs', GCS_BUCKET: 'reports-of-tests', DOWNLOAD_LINK_SECONDS: '300' };

describe('A link into the bucket', () => {
  let account: ServiceAccount;
  beforeEach(() => (account = new ServiceAccount()));
  afterEach(() => account.remove());

  it.each([
    ['downloads/1/1.pdf', 'attachment; filename="a.pdf"'],
    [
      'downloads/a b/é!*.pdf',
      'attachment; filename="x.pdf"; filename*=UTF-8\'\'Soci%C3%A9t%C3%A9%20%27x%27.pdf',
    ],
  ])('is the one that Google’s own client makes: %s', async (object, disposition) => {
    const storage = new Storage({ projectId: 'tests' });
    const [theirs] = await storage
      .bucket(ENV.GCS_BUCKET)
      .file(object)
      .getSignedUrl({
        version: 'v4',
        action: 'read',
        accessibleAt: NOW,
        expires: Math.floor(NOW.getTime() / 1000) * 1000 + 300_000,
        responseDisposition: disposition,
      });
    const ours = new URL(await new GcsLinks(parseConfig(ENV)).sign(object, disposition, NOW));
    const expected = new URL(theirs);
    expect(ours.origin + ours.pathname).toBe(expected.origin + expected.pathname);
    expect(Object.fromEntries(ours.searchParams)).toEqual(Object.fromEntries(expected.searchParams));
  });

  it('is refused with a reason where nobody can sign', async () => {
    account.lose();
    await expect(new GcsLinks(parseConfig(ENV)).sign('a', 'inline', NOW)).rejects.toMatchObject({
      reason: 'no_credentials',
    });
  });
});
