/** The least an API could do with a notification: a bare Fastify route and one INSERT. Its own process, in plain JavaScript. */
import { createRequire } from 'node:module';

const ofTheApi = createRequire(new URL('../apps/api/package.json', import.meta.url));
const { fastify } = ofTheApi('fastify');
const pg = createRequire(ofTheApi.resolve('@minispod/database/data-source'))('pg');

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const app = fastify();
app.post('/api/webhooks/midtrans/notification', async ({ body }) => {
  await pool.query('INSERT INTO bare_events (payload) VALUES ($1)', [JSON.stringify(body)]);
  return { success: true };
});
app.get('/health/ready', async () => ({ status: 'ready' }));
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
