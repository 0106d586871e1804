/** docs/licences.md: which licences the service comes under when it is handed on. `--print` only shows it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { shippedPackages } from './shipped-packages.mjs';

const packages = shippedPackages(JSON.parse(readFileSync('package-lock.json', 'utf8')));
const page = licencesPage(packages);
if (process.argv.includes('--print')) process.stdout.write(page);
else writeFileSync('docs/licences.md', page);

/** A list of packages for each licence, the commonest licence first. */
function licencesPage(shipped) {
  const groups = Map.groupBy(shipped, ({ license }) => license);
  const sorted = [...groups].sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1));
  const sections = sorted.map(([license, group]) => {
    const names = new Set(group.map(({ name, version }) => `${name} ${version}`));
    return `## ${license}\n\n${[...names].sort().join(', ')}.\n`;
  });
  return [
    '# Licences of what the service is made of\n',
    'Made by `npm run licences` from `package-lock.json`: every npm package that an installation without development',
    'packages can hold, optional ones included; `npm run sbom` writes the same packages as a CycloneDX document. The service',
    'itself is under Apache-2.0, see `LICENSE`; the fonts of the reports under OFL-1.1 and Apache-2.0, see',
    '`assets/report/fonts/README.md`.\n',
    ...sections,
  ].join('\n');
}
