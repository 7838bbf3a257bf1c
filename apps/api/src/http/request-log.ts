import type { FastifyInstance } from 'fastify';
import { Histogram, type Registry } from 'prom-client';

/** Asked for all the time and telling nothing: logged at debug only. */
const QUIET = /^\/(health|assets|api\/catalog)\b/;

/** One log line and one measurement per request. */
export function logRequests(app: FastifyInstance, metrics: Registry): void {
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [metrics],
  });

  app.decorateRequest('noted');
  app.addHook('onRequest', async (request) => {
    request.noted = {};
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method, url, id: requestId, noted } = request;
    const status = reply.statusCode;
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    seconds.observe({ method, route: request.routeOptions.url ?? 'none', status }, ms / 1000);
    const [path] = url.split('?', 1);
    const isQuiet = status < 400 && QUIET.test(url);
    request.log[isQuiet ? 'debug' : 'info']({ requestId, method, path, status, ms, ...noted }, 'request');
  });
}
