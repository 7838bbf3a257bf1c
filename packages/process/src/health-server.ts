import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

export interface HealthServerSettings {
  /** 0 lets the system choose. */
  port: number;
  host?: string;
  /** Resolves false, or throws, while the process cannot do its work. */
  ready(): Promise<boolean>;
  metrics?: Registry;
}

export interface HealthServer {
  port: number;
  close(): Promise<void>;
}

/**
 * A port for those who look after a process: `/health` (it lives), `/health/ready` (it can work; else 503), `/metrics`
 * (Prometheus). Never exposed to customers.
 */
export async function startHealthServer(settings: HealthServerSettings): Promise<HealthServer> {
  const { port, host = '127.0.0.1', ready, metrics } = settings;
  const server = createServer(async (request, response) => {
    const json = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    try {
      if (request.url === '/health') return json(200, { status: 'healthy' });
      if (request.url === '/health/ready') {
        const isReady = await ready().catch(() => false);
        return json(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready' });
      }
      if (request.url === '/metrics' && metrics) {
        const text = await metrics.metrics();
        return response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
      }
      return json(404, { status: 'not found' });
    } catch {
      return json(500, { status: 'failed' });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
