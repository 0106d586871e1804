/**
 * The service as a process, with one module more: it stands in the service's way, as OBSTINATE says.
 * Plain JavaScript on what `npm run build` made, since a process cannot load TypeScript with decorators.
 */
const { Controller, Get, Module } = require('@nestjs/common');
const { StartupTaskFor } = require('../../dist/health/health.js');
const { start } = require('../../dist/start.js');
const { reportStartFailure } = require('../../dist/start-failure.js');

const HANGING = new Promise(() => undefined);

const MESSAGE = 'Nobody caught this, token=hidden-secret';

function carelessly(act) {
  class Careless {
    onModuleInit() {
      process.on('SIGUSR2', () => void act());
    }
    get() {
      act();
      return HANGING;
    }
  }
  Get()(Careless.prototype, 'get', Object.getOwnPropertyDescriptor(Careless.prototype, 'get'));
  Controller('careless')(Careless);
  return Careless;
}

const OBSTINACIES = {
  /** A startup task that is never done, and ends when it is told to. */
  'never-started': class {
    start(signal) {
      return new Promise((resolve) => signal.addEventListener('abort', resolve));
    }
  },
  /** A defect that shows while the service is built. */
  'never-built': class {
    onModuleInit() {
      throw new Error(MESSAGE);
    }
  },
  /** A client that never closes; nothing but the promise itself keeps the process waiting. */
  'never-closed': class {
    onApplicationShutdown() {
      return HANGING;
    }
  },
  /** A client that closes after three seconds in which nothing else has its turn, no timer either. */
  'blocks-at-close': class {
    onApplicationShutdown() {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
    }
  },
  /** At SIGUSR2, and in a request for /careless, throws where nobody catches it. */
  exception: carelessly(() =>
    setTimeout(() => {
      throw new Error(MESSAGE);
    }, 1),
  ),
  /** The same by a promise whose rejection nobody handles. */
  rejection: carelessly(() => void Promise.reject(new Error(MESSAGE))),
};

const Obstinate = OBSTINACIES[process.env.OBSTINATE];
if (Obstinate.prototype.start) StartupTaskFor({ name: 'obstinate' })(Obstinate);
class ObstinateModule {}
Module({ [Obstinate.prototype.get ? 'controllers' : 'providers']: [Obstinate] })(ObstinateModule);

start([ObstinateModule]).catch((error) => process.exit(reportStartFailure(error)));
