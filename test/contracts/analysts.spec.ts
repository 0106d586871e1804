import { ExtractiveAnalyst } from '../../src/adapters/extractive/extractive.analyst.js';
import { GeminiAnalyst } from '../../src/adapters/gemini/gemini.analyst.js';
import { GeminiServer } from '../doubles/gemini-server.js';
import { standIn } from '../doubles/gemini-stand-in.js';
import { createTestApp } from '../harness.js';
import { describeAnalyst } from './analyst.contract.js';

describeAnalyst('extractive', () => {
  const port = new ExtractiveAnalyst();
  return Promise.resolve({ port, close: () => port.onApplicationShutdown() });
});

describeAnalyst('gemini', async () => {
  const server = (await GeminiServer.start()).always('*', standIn());
  const service = await createTestApp({ env: server.env, start: false });
  const close = async () => {
    await service.close();
    await server.close();
  };
  return { port: service.app.get(GeminiAnalyst, { strict: false }), close };
});
