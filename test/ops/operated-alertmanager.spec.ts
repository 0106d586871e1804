import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { tmpdir } from 'node:os';
import { describeWith } from '../needs.js';
import { GUIDES } from './guides/guide.ts';

const AMTOOL = '/usr/bin/amtool';
/** Where the operator puts the keys of `configSecret`, and each Secret of `secrets`. */
const CONFIG_FOLDER = '/etc/alertmanager/config';
const secretFolder = (name: string) => `/etc/alertmanager/secrets/${name}`;

const commands = GUIDES.flatMap((guide) => guide.commands);
const copying = commands.find((line) => line.includes('> alertmanager.yaml'))!;
const filesOf = (secret: string) =>
  [
    ...commands
      .find((line) => line.includes(`create secret generic ${secret} --from-file`))!
      .matchAll(/--from-file=(\S+)/g),
  ].map(([, path]) => path!);

describe('an Alertmanager of the Prometheus operator, by the commands of the guide', () => {
  const folder = mkdtempSync(join(tmpdir(), 'consultantos-operator-'));
  const patch = /patch alertmanager NAME --type=merge -p '(.+)'$/m.exec(commands.join('\n'))![1]!;
  const { spec } = JSON.parse(patch) as { spec: { configSecret: string; secrets: [string] } };
  let written: string;

  beforeAll(() => {
    cpSync('ops/alertmanager', join(folder, 'ops/alertmanager'), { recursive: true });
    execFileSync('bash', ['-c', copying], { cwd: folder });
    written = readFileSync(join(folder, 'alertmanager.yaml'), 'utf8');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('reads each secret of a receiver where the operator mounts it', () => {
    const read = [...written.matchAll(/_file: (\S+)/g)].map(([, path]) => path);
    expect(read.sort()).toEqual(
      filesOf(spec.secrets[0])
        .map((name) => `${secretFolder(spec.secrets[0])}/${name}`)
        .sort(),
    );
  });

  it('gets Secrets whose names the operator does not use itself', () => {
    for (const name of [spec.configSecret, ...spec.secrets]) expect(name).not.toMatch(/^alertmanager-/);
  });

  describeWith(AMTOOL, 'and by amtool', () => {
    it('is given a configuration that is sound, with its templates', () => {
      const mounted = join(folder, 'mounted');
      mkdirSync(mounted);
      for (const path of filesOf(spec.configSecret)) {
        const text = readFileSync(path === 'alertmanager.yaml' ? join(folder, path) : resolve(path), 'utf8');
        writeFileSync(join(mounted, basename(path)), text.replaceAll(`${CONFIG_FOLDER}/`, `${mounted}/`));
      }
      const said = execFileSync(AMTOOL, ['check-config', join(mounted, 'alertmanager.yaml')], {
        encoding: 'utf8',
      });
      expect(said).toContain(' 1 templates');
    });
  });
});
