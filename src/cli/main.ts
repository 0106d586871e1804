import '../node-version.js';
import { ConfigInvalid, readEnvironment } from '../config/config.js';
import { CannotStart } from '../errors/errors.js';
import { BUILD_VERSION } from '../metrics/build-info.js';
import { analyse, Refused } from './analyse.js';
import { type AnalyseCommand, parseCommand } from './arguments.js';
import { RemoteService } from './remote-service.js';
import { type Service, Unreachable } from './service.js';
import { EXIT, HELP, UsageError } from './usage.js';

const say = (text: string) => process.stdout.write(`${text}\n`);
const tell = (text: string) => process.stderr.write(`${text}\n`);

async function main(words: readonly string[]): Promise<number> {
  const environment = readEnvironment();
  try {
    const command = parseCommand(words, environment.CONSULTANTOS_URL);
    if (command === 'help') say(HELP);
    else if (command === 'version') say(BUILD_VERSION);
    else return await run(command, environment.CONSULTANTOS_API_KEY);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    tell(`${error.message}\nRun "consultantos --help" for what there is.`);
    return EXIT.usage;
  }
}

async function run(command: AnalyseCommand, apiKey: string | undefined): Promise<number> {
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort(new Error('Interrupted.')));
  const deadline = AbortSignal.timeout(command.timeoutMs);
  const progress = command.quiet ? () => undefined : tell;
  let service: Service | undefined;
  try {
    service = await connect(command, apiKey);
    const signal = AbortSignal.any([interrupt.signal, deadline]);
    const { outcome, document } = await analyse(command, service, progress, signal);
    for (const warning of outcome.warnings) progress(`Warning: ${warning}`);
    for (const reason of outcome.partial_reasons) progress(`Incomplete: ${reason}`);
    if (command.json) say(JSON.stringify({ ...outcome, out: command.out ?? null }));
    else if (command.out === undefined) process.stdout.write(document);
    else progress(`${command.out} is written; confidence ${outcome.confidence.toFixed(2)} of 1.`);
    return EXIT.done;
  } catch (error) {
    return explain(error, command, interrupt.signal.aborted, deadline.aborted);
  } finally {
    await service?.close();
  }
}

/** The engine is loaded only where it runs here. */
async function connect({ url }: AnalyseCommand, apiKey: string | undefined): Promise<Service> {
  if (url !== undefined) return new RemoteService(url, apiKey);
  const { LocalService } = await import('./local-service.js');
  return LocalService.start(readEnvironment());
}

function explain(error: unknown, command: AnalyseCommand, interrupted: boolean, late: boolean): number {
  const { message } = error as Error;
  const said = interrupted
    ? 'Interrupted.'
    : late
      ? `Nothing was finished within ${command.timeoutMs / 1000} s; raise --timeout.`
      : message;
  if (command.json) say(JSON.stringify({ error: error instanceof Refused ? error.body : { message: said } }));
  else tell(said);
  if (interrupted) return EXIT.interrupted;
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof Unreachable) return EXIT.unreachable;
  const expected = late || [Refused, ConfigInvalid, CannotStart].some((kind) => error instanceof kind);
  if (!expected) tell((error as Error).stack ?? message);
  return EXIT.failed;
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
