/** The least an API could do with a notification: a bare Fastify route and one INSERT. Its own process, in plain JavaScript. */
import { fastify } from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const app = fastify();
app.post('/api/webhooks/midtrans/notification', async ({ body }) => {
  await pool.query('INSERT INTO bare_events (payload) VALUES ($1)', [JSON.stringify(body)]);
  return { success: true };
});
app.get('/health/ready', async () => ({ status: 'ready' }));
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
