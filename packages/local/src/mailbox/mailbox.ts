import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import type { SMTPServer } from 'smtp-server';
import { type Faults, faultsSchema, noFaults } from './faults.js';
import { MessageStore } from './message-store.js';
import { page } from './page.js';
import { createSmtpServer } from './smtp.js';

export interface MailboxOptions {
  /** 0: any free one. */
  httpPort: number;
  smtpPort: number;
  /** Where messages outlive the process; absent: in memory alone. */
  directory?: string;
}

export interface Mailbox {
  url: string;
  smtpUrl: string;
  close(): Promise<void>;
}

const keptMessages = 500;

/** A mail server that delivers nothing: what is sent can be read on its page and through its API. */
export async function startMailbox({ httpPort, smtpPort, directory }: MailboxOptions): Promise<Mailbox> {
  const store = new MessageStore(keptMessages, directory);
  const faults: Faults = { ...noFaults };
  const smtp = createSmtpServer(store, faults);
  const listening = await listen(smtp, smtpPort);
  // A peer that hangs up in the middle of a mail is its own trouble, not ours.
  smtp.on('error', () => {});
  const closeSmtp = () => new Promise<void>((resolve) => smtp.close(resolve));
  const http = createHttpServer(store, faults);
  try {
    const url = await http.listen({ host: '127.0.0.1', port: httpPort });
    return {
      url,
      smtpUrl: `smtp://127.0.0.1:${listening}`,
      async close() {
        await Promise.all([http.close(), closeSmtp()]);
      },
    };
  } catch (error) {
    await closeSmtp();
    throw error;
  }
}

async function listen(smtp: SMTPServer, port: number): Promise<number> {
  const server = smtp.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function createHttpServer(store: MessageStore, faults: Faults): FastifyInstance {
  const http = Fastify({ forceCloseConnections: true, ajv: { customOptions: { removeAdditional: false } } });
  http.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  http.get('/health', () => ({ status: 'healthy' }));
  http.get<{ Querystring: { to?: string } }>('/api/messages', ({ query }) => store.list(query.to));
  http.get<{ Params: { id: string } }>('/api/messages/:id', ({ params }, reply) => {
    const message = store.get(params.id);
    return message ?? reply.code(404).send({ error: 'No such message' });
  });
  http.delete('/api/messages', (_request, reply) => {
    store.clear();
    return reply.code(204).send();
  });
  http.get('/sandbox/faults', () => faults);
  http.post<{ Body: Partial<Faults> }>('/sandbox/faults', { schema: { body: faultsSchema } }, ({ body }) =>
    Object.assign(faults, body),
  );
  http.delete('/sandbox/faults', () => Object.assign(faults, noFaults));
  return http;
}
