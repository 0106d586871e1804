/** Runs the service, and tells at its end which modules of OpenTelemetry it has loaded; its API apart, which prom-client brings. */
process.on('exit', () => {
  const loaded = Object.keys(require.cache).filter((path) => /@opentelemetry.(?!api.)/.test(path));
  process.stderr.write(`opentelemetry modules: ${loaded.length}\n`);
});
require('../../dist/bundle.js');
