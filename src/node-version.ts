/** Imported by main.ts before all that needs it: what follows cannot even be loaded by an older Node, and would say so in fifty lines. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 24 || (major === 24 && minor < 9)) {
  process.stderr.write(
    `Node 24.9 or newer is needed, this is ${process.version}: start with "npm start", which brings its own.\n`,
  );
  process.exit(1);
}
