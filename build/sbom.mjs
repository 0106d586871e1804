/**
 * dist/sbom.cdx.json: what is shipped, as a CycloneDX document. npm makes it of everything in the lock file, and what only
 * developers need is taken out here: its own `--omit dev` also leaves out a third of what the service cannot run without.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { shippedPackages } from './shipped-packages.mjs';

const NPM = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
const bill = JSON.parse(execFileSync('npm', NPM, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }));
const root = bill.metadata.component['bom-ref'];
const shipped = new Set(
  shippedPackages(JSON.parse(readFileSync('package-lock.json', 'utf8'))).map(
    ({ name, version }) => `${name}@${version}`,
  ),
);
const holds = (ref) => ref === root || shipped.has(ref);

bill.components = bill.components.filter((component) => holds(component['bom-ref']));
bill.dependencies = bill.dependencies
  .filter(({ ref }) => holds(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter(holds) }));

mkdirSync('dist', { recursive: true });
writeFileSync('dist/sbom.cdx.json', JSON.stringify(bill, null, 2));
process.stdout.write(`dist/sbom.cdx.json: ${bill.components.length} components\n`);
