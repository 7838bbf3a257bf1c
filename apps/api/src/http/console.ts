import fastifyStatic from '@fastify/static';
import { notFound } from '@minispod/domain/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendFailure } from './envelope.js';

const SERVER_PATH = /^\/(api|trpc|ops|health|metrics)(\/|\?|$)/;

/** Serves the built console: hashed files for ever, its page for every address that is the console's own. */
export function mountConsole(app: FastifyInstance, directory: string | null): void {
  if (directory !== null) {
    app.register(fastifyStatic, {
      root: directory,
      index: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders(reply, path) {
        const isHashed = path.startsWith(`${directory}/assets/`);
        reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
    app.get('/', (_, reply) => reply.sendFile('index.html'));
  }
  app.setNotFoundHandler((request, reply) => {
    if (directory !== null && isPage(request)) return reply.sendFile('index.html');
    return sendFailure(notFound('This address'), request, reply);
  });
}

/** A browser going to an address of the console's; a missing script or picture must stay missing. */
function isPage({ method, url, headers }: FastifyRequest): boolean {
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead && !SERVER_PATH.test(url) && (headers.accept ?? '').includes('text/html');
}
