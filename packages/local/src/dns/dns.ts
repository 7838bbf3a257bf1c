import Fastify, { type FastifyInstance } from 'fastify';
import { ZodError, z } from 'zod';
import { answerTo } from './answer.js';
import { FaultRequest, Faults } from './faults.js';
import { page } from './page.js';
import { CnameConflict, Name, RecordRequest, Records, RecordType } from './records.js';
import { listenForDns } from './sockets.js';

export interface DnsOptions {
  /** 0: any free one. */
  port: number;
  httpPort: number;
  /** Where records outlive the process; absent: in memory alone. */
  directory?: string;
}

export interface Dns {
  /** `127.0.0.1:{port}`, for DNS by datagrams and streams. */
  server: string;
  /** Of the page and the controls. */
  url: string;
  close(): Promise<void>;
}

/**
 * A name server that knows what it was told and `*.localhost`, and nothing else of the world: it stands for the DNS of
 * customers' own domains.
 */
export async function startDns({ port, httpPort, directory }: DnsOptions): Promise<Dns> {
  const records = new Records(directory);
  const faults = new Faults();
  const sockets = await listenForDns(port, (query) => answerTo(query, records, faults));
  const http = createHttpServer(records, faults);
  try {
    const url = await http.listen({ host: '127.0.0.1', port: httpPort });
    return {
      server: `127.0.0.1:${sockets.port}`,
      url,
      async close() {
        await Promise.all([http.close(), sockets.close()]);
      },
    };
  } catch (error) {
    await sockets.close();
    throw error;
  }
}

const Removal = z.strictObject({ name: Name.optional(), type: RecordType.optional() });

function createHttpServer(records: Records, faults: Faults): FastifyInstance {
  const http = Fastify({ forceCloseConnections: true });
  http.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof ZodError) return reply.code(400).send({ error: z.prettifyError(error) });
    const code = error instanceof CnameConflict ? 409 : (error.statusCode ?? 500);
    return reply.code(code).send({ error: error.message });
  });
  http.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  http.get('/health', () => ({ status: 'healthy' }));
  http.get('/sandbox/records', () => records.all());
  http.put('/sandbox/records', ({ body }) => {
    records.set(RecordRequest.parse(body));
    return records.all();
  });
  http.delete('/sandbox/records', ({ query }) => {
    const { name, type } = Removal.parse(query);
    records.remove(name, type);
    return records.all();
  });
  http.get('/sandbox/faults', () => faults.all);
  http.post('/sandbox/faults', ({ body }) => {
    faults.add(FaultRequest.parse(body));
    return faults.all;
  });
  http.delete('/sandbox/faults', () => {
    faults.clear();
    return faults.all;
  });
  return http;
}
