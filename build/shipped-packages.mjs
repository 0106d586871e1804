/** Packages whose package.json names no licence, by what their LICENSE file says. */
const SAID_IN_A_FILE = { 'png-js': 'MIT' };

/**
 * Every package that an installation without development packages can hold, optional ones included, from
 * package-lock.json alone: what happens to be installed does not matter.
 */
export function shippedPackages({ packages }) {
  return Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .map(([path, { name, version, license }]) => {
      const known = name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return { name: known, version, license: license ?? SAID_IN_A_FILE[known] ?? 'UNKNOWN' };
    });
}
