import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

jest.setTimeout(60_000);

interface Locked {
  readonly dependencies?: Record<string, string>;
}
interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly components: {
    readonly 'bom-ref': string;
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly hashes?: { readonly alg: string }[];
    readonly licenses?: unknown[];
  }[];
  readonly dependencies: { readonly ref: string; readonly dependsOn: string[] }[];
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Locked;

describe('The licences', () => {
  const page = execFileSync(process.execPath, ['build/licences.mjs', '--print'], { encoding: 'utf8' });

  it('are committed as the lock file gives them', () => {
    expect(readFileSync('docs/licences.md', 'utf8')).toBe(page); // else: npm run licences
  });

  it('allow handing the service on: none that is unknown, none that asks for the same in return', () => {
    const licences = [...page.matchAll(/^## (.+)$/gm)].map(([, licence]) => licence!);
    const allowed = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];
    expect(licences.filter((licence) => !allowed.includes(licence))).toEqual([]);
  });
});

describe('The bill of materials', () => {
  it('is CycloneDX, and holds what is shipped at its exact version, and nothing that only developers need', () => {
    execFileSync(process.execPath, ['build/sbom.mjs']);
    const bill = JSON.parse(readFileSync('dist/sbom.cdx.json', 'utf8')) as Bill;
    expect([bill.bomFormat, bill.specVersion]).toEqual(['CycloneDX', expect.stringMatching(/^1\.[5-9]$/)]);
    const held = new Set(bill.components.map(({ name, version }) => `${name} ${version}`));
    // Every package that the page of licences lists, and so each direct dependency.
    const listed = [
      ...readFileSync('docs/licences.md', 'utf8').matchAll(/(?<=^|, )(@?[\w./-]+ \d[\w.-]*?)(?=, |\.$)/gm),
    ];
    expect(listed.length).toBeGreaterThan(200);
    expect([...held].sort()).toEqual([...new Set(listed.map(([entry]) => entry))].sort());
    for (const [name, version] of Object.entries(manifest.dependencies ?? {}))
      expect([name, held.has(`${name} ${version}`)]).toEqual([name, true]);
    for (const { purl, hashes, licenses } of bill.components) {
      expect(purl).toMatch(/^pkg:npm\/(?:%40[\w.-]+\/)?[\w.-]+@\d/);
      expect([purl, hashes?.[0]?.alg]).toEqual([purl, 'SHA-512']);
      expect([purl, licenses?.length ?? 0]).toEqual([purl, purl.includes('/png-js@') ? 0 : 1]);
    }
    const references = new Set([
      ...bill.components.map(({ 'bom-ref': ref }) => ref),
      ...bill.dependencies.map(({ ref }) => ref),
    ]);
    for (const { dependsOn } of bill.dependencies)
      for (const ref of dependsOn) expect(references).toContain(ref);
  });
});
