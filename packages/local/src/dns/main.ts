import { pino } from 'pino';
import { startDns } from './dns.js';
import { readEnv } from './env.js';

const log = pino({ name: 'dns' });
const dns = await startDns(readEnv());
log.info({ server: dns.server, url: dns.url }, 'DNS listens');
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void dns.close());
}
