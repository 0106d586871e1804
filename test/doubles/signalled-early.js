/** The service as a process to which a signal comes while its modules are still being loaded. */
const Module = require('node:module');

const load = Module._load;
Module._load = (request, ...rest) => {
  if (request.endsWith('/start.js')) process.kill(process.pid, 'SIGTERM');
  return load(request, ...rest);
};
require('../../dist/main.js');
