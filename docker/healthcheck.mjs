/** HEALTHCHECK of the image: 0 where the service should be sent requests, else 1, and in one line why. */
const { HOST = '0.0.0.0', PORT = '8080' } = process.env;
/** Whoever listens on all addresses is asked at the loopback one. */
const LOOPBACK = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };
const TIMEOUT_MS = 6000;

try {
  const host = LOOPBACK[HOST] ?? (HOST.includes(':') ? `[${HOST}]` : HOST);
  const url = `http://${host}:${PORT || 8080}/health/ready`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const { status, error } = await answer.json();
  console.log([status, ...Object.keys(error ?? {})].join(' '));
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.log(`no answer: ${error.cause?.code ?? error.name}`);
  process.exitCode = 1;
}
