import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describeWith } from '../needs.js';
import { Guide } from './guides/guide.ts';
import { HELM, modelFaults, render } from './helm/chart.ts';
import { type KubernetesObject, type Mount, type Pod, theOnly } from './helm/kinds.ts';

jest.setTimeout(30_000);

const { commands } = new Guide('docs/backup.md');
const RELEASE = 'consultantos';

describe('What the guide to backups runs in a container to restore one', () => {
  const restores = commands.flatMap((line) => / sh -ec '(.+)'$/.exec(line)?.[1] ?? []);
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'consultantos-restore-'));
    const put = (path: string, text: string) => {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    put('data/consultantos.db', 'broken');
    put('data/consultantos.db-wal', 'broken');
    put('data/reports/new.json', 'made after the backup');
    put('backups/2026-11-24T18/consultantos.db', 'sound');
    put('backups/2026-11-24T18/reports/old.json', 'backed up');
    // Of the file system's own, where the volume is a disk.
    mkdirSync(join(root, 'data/lost+found'), { mode: 0 });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const restore = (line: string) =>
    execFileSync('sh', ['-ec', line.replaceAll(/\/(data|backups)\b/g, `${root}/$1`)], { stdio: 'pipe' });
  const inData = () => readdirSync(join(root, 'data'), { recursive: true }).sort();

  it('is the same in Kubernetes and in Docker Compose', () => {
    expect(restores).toHaveLength(2);
    expect(new Set(restores).size).toBe(1);
  });

  it('puts the backup in the place of what was there, which it keeps', () => {
    restore(restores[0]!);
    expect(inData()).toEqual([
      'before-restore',
      'before-restore/consultantos.db',
      'before-restore/consultantos.db-wal',
      'before-restore/reports',
      'before-restore/reports/new.json',
      'consultantos.db',
      'lost+found',
      'reports',
      'reports/old.json',
    ]);
    expect(readFileSync(join(root, 'data/consultantos.db'), 'utf8')).toBe('sound');
  });

  it('changes nothing where an earlier restore was not cleared away', () => {
    mkdirSync(join(root, 'data/before-restore'));
    const before = inData();
    expect(() => restore(restores[0]!)).toThrow('before-restore');
    expect(inData()).toEqual(before);
  });
});

describe('The folder of backups', () => {
  it('belongs to the user of the image, and so does a new volume that is mounted there', () =>
    expect(readFileSync('Dockerfile', 'utf8')).toMatch(
      /mkdir \/data \/backups .*chown 10001:10001 \/data \/backups /,
    ));

  it('is a volume in compose.yaml, to be written', () => {
    const { services } = parse(readFileSync('compose.yaml', 'utf8'), { merge: true }) as {
      services: Record<string, { volumes: string[] }>;
    };
    expect(services.api!.volumes).toContain('${BACKUP_DIR:-backups}:/backups');
  });
});

describeWith(HELM, 'The pod that restores', () => {
  const pod = parse(readFileSync('docs/restore-pod.yaml', 'utf8')) as KubernetesObject & { spec: Pod };
  const objects = () => render({ values: { existingSecret: 'keys', backup: { enabled: true } } }, RELEASE);
  /** What is mounted where, by the names of the claims. */
  const claimsOf = ({ containers: [{ volumeMounts }], volumes }: Pod) =>
    Object.fromEntries(
      (volumes as readonly { name: string; persistentVolumeClaim?: { claimName: string } }[]).flatMap(
        ({ name, persistentVolumeClaim: claim }) => {
          const mount: Mount | undefined = volumeMounts.find((each) => each.name === name);
          return claim && mount ? [[mount.mountPath, claim.claimName]] : [];
        },
      ),
    );

  it('is one that Kubernetes knows', () => expect(modelFaults([pod])).toEqual([]));

  it('holds the claims that the chart makes, where the service has them', () => {
    const made = objects().filter(({ kind }) => kind === 'PersistentVolumeClaim');
    const service = theOnly(objects(), 'Deployment').spec.template.spec;
    expect(claimsOf(pod.spec)).toEqual(claimsOf(service));
    expect(Object.values(claimsOf(pod.spec)).sort()).toEqual(
      made.map(({ metadata }) => metadata.name).sort(),
    );
  });

  it('is the same user with the same rights as the service', () => {
    const service = theOnly(objects(), 'Deployment').spec.template.spec as Pod & { securityContext: object };
    expect(pod.spec).toMatchObject({ securityContext: service.securityContext });
    expect(pod.spec.containers[0].securityContext).toEqual(service.containers[0].securityContext);
  });

  it('is made while the service is down, by the names that the chart gives', () => {
    const deployment = theOnly(objects(), 'Deployment');
    const named = commands.flatMap((line) => line.match(/\bdeploy\/[\w-]+/g) ?? []);
    expect(new Set(named)).toEqual(new Set([`deploy/${deployment.metadata.name}`]));
    const [, selector] = /wait --for=delete pod -l (\S+)/.exec(commands.join('\n'))!;
    const wanted = Object.fromEntries(selector!.split(',').map((each) => each.split('=')));
    expect(deployment.spec.template.metadata.labels).toMatchObject(wanted);
    expect(pod.metadata.labels).toBeUndefined();
  });
});
