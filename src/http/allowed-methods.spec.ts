import fastify from 'fastify';
import { AllowedMethods } from './allowed-methods.js';

describe('The methods that a path has', () => {
  const server = fastify();
  const allowed = new AllowedMethods(server);
  const nothing = () => undefined;
  server.get('/reports', nothing);
  server.get('/reports/:id', nothing);
  server.delete('/reports/:id', nothing);
  server.route({ method: ['POST', 'PUT'], url: '/several', handler: nothing });
  server.options('/*', nothing);

  it.each([
    ['/reports', ['GET', 'HEAD']],
    ['/reports/7', ['DELETE', 'GET', 'HEAD']],
    ['/reports/7?x=1', ['DELETE', 'GET', 'HEAD']],
    ['http://user@host/reports/7', ['DELETE', 'GET', 'HEAD']],
    ['/several', ['POST', 'PUT']],
    ['/nowhere', []],
    ['/reports/7/more', []],
    ['*', []],
  ])('are those of its routes, not of a catch-all: %s', (target, methods) => {
    expect(allowed.at(target).sort()).toEqual(methods);
  });
});
