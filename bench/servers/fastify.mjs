import fastify from 'fastify';
import { ENGINES } from './engines.mjs';

/** Plain Fastify: what the framework alone can do. */
const app = fastify();
app.get('/engines', async () => ENGINES);
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
