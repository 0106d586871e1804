import { randomUUID } from 'node:crypto';
import { type File, Storage } from '@google-cloud/storage';
import { GcsClient } from '../../src/adapters/gcs/gcs-client.js';
import { GcsObjects } from '../../src/adapters/gcs/gcs-objects.js';
import { parseConfig } from '../../src/config/config.js';
import { GcsServer } from './gcs-server.js';

/** Our adapter speaks the protocol itself; Google's client keeps the stand-in, and with it the adapter, honest. */
describe('The stand-in for Google Cloud Storage, used by Google’s own client', () => {
  const signal = new AbortController().signal;
  let server: GcsServer;
  let objects: GcsObjects;
  let file: (name: string) => File;

  beforeEach(async () => {
    server = await GcsServer.start();
    const storage = new Storage({
      apiEndpoint: server.url,
      projectId: 'tests',
      retryOptions: { autoRetry: false },
    });
    file = (name) => storage.bucket(server.bucket).file(name);
    objects = new GcsObjects(new GcsClient(parseConfig(server.env)));
  });
  afterEach(() => server.close());

  const save = (name: string, text: string) =>
    file(name).save(text, { resumable: false, preconditionOpts: { ifGenerationMatch: 0 } });

  it('takes an upload that our adapter then reads, and refuses a second', async () => {
    await save('reports/a.json', '{"name":"Société"}');
    expect(await objects.read('reports/a.json', signal)).toBe('{"name":"Société"}');
    await expect(save('reports/a.json', '{}')).rejects.toMatchObject({ code: 412 });
    expect(await objects.insert('reports/a.json', '{}', randomUUID(), signal)).toBe(false);
  });

  it('gives out, with hashes that the client verifies, what our adapter uploaded', async () => {
    await objects.insert('reports/b.json', '{"name":"株式会社"}', 'write-1', signal);
    expect((await file('reports/b.json').download())[0].toString()).toBe('{"name":"株式会社"}');
    const [metadata] = await file('reports/b.json').getMetadata();
    expect(metadata).toMatchObject({ contentType: 'application/json', metadata: { write_id: 'write-1' } });
  });

  it('lists in pages, deletes, and has nothing under other names', async () => {
    server.pageSize = 1;
    await save('reports/a.json', '1');
    await save('reports/b.json', '2');
    const [files] = await file('any').bucket.getFiles({ prefix: 'reports/' });
    expect(files.map(({ name }) => name)).toEqual(['reports/a.json', 'reports/b.json']);
    await file('reports/a.json').delete();
    expect((await file('reports/a.json').exists())[0]).toBe(false);
    await expect(file('reports/a.json').download()).rejects.toMatchObject({ code: 404 });
    expect(await objects.read('reports/a.json', signal)).toBeNull();
  });
});
