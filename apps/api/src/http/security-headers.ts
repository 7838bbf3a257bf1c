import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';

/** Nothing from elsewhere, and no script but files of ours; styles inline, because the component library sets them so. */
function policy(publicUrl: string): Record<string, string[]> {
  return {
    'default-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'self'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
    ...(publicUrl.startsWith('https:') && { 'upgrade-insecure-requests': [] }),
  };
}

/** Helmet's headers on every answer. They are always the same, so it is asked once instead of per request. */
export function setSecurityHeaders(app: FastifyInstance, publicUrl: string): void {
  const headers: Record<string, string> = {};
  const collect = {
    setHeader: (name: string, value: string) => void Object.assign(headers, { [name.toLowerCase()]: value }),
    removeHeader: () => {},
  } as unknown as ServerResponse;
  const apply = helmet({ contentSecurityPolicy: { useDefaults: false, directives: policy(publicUrl) } });
  apply({} as never, collect, (error) => {
    if (error) throw error;
  });
  app.addHook('onRequest', async (_, reply) => {
    reply.headers(headers);
  });
}
