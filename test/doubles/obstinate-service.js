/**
 * The service as a process, with one module more: it stands in the service's way, as OBSTINATE says.
 * Plain JavaScript on what `npm run build` made, since a process cannot load TypeScript with decorators.
 */
const { Module } = require('@nestjs/common');
const { StartupTaskFor } = require('../../dist/health/health.js');
const { start } = require('../../dist/start.js');

const HANGING = new Promise(() => undefined);

const OBSTINACIES = {
  /** A startup task that is never done, and ends when it is told to. */
  'never-started': class {
    start(signal) {
      return new Promise((resolve) => signal.addEventListener('abort', resolve));
    }
  },
  /** A client that never closes; nothing but the promise itself keeps the process waiting. */
  'never-closed': class {
    onApplicationShutdown() {
      return HANGING;
    }
  },
  /** Throws outside of everything at SIGUSR2. */
  careless: class {
    onModuleInit() {
      process.on('SIGUSR2', () => {
        throw new Error('Nobody caught this, token=hidden-secret');
      });
    }
  },
};

const Obstinate = OBSTINACIES[process.env.OBSTINATE];
if (Obstinate.prototype.start) StartupTaskFor({ name: 'obstinate' })(Obstinate);
class ObstinateModule {}
Module({ providers: [Obstinate] })(ObstinateModule);

void start([ObstinateModule]);
