import type { AccessSession } from '@minispod/domain/account/tokens';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context, Services } from '../trpc/context.js';
import { cookieNames, noCookies, sessionCookies } from './cookies.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Ids for this request's log line. */
    noted: Record<string, string>;
  }
}

const BEARER = /^Bearer ([\w.-]+)$/i;

/** Who sends a request: by bearer token, else by the console's cookie. A bad token is nobody, whatever the cookie says. */
export function identify(services: Services, request: FastifyRequest): Promise<AccessSession | null> {
  const { authorization } = request.headers;
  const token =
    authorization === undefined
      ? request.cookies[cookieNames(isSecure(services)).access]
      : BEARER.exec(authorization)?.[1];
  return token ? services.sessionCache.find(token) : Promise.resolve(null);
}

const isSecure = ({ publicUrl }: Services) => publicUrl.startsWith('https:');

interface Transport {
  /** Cookies are set for the console, which speaks tRPC. */
  cookies: boolean;
  idempotencyKey?: string | undefined;
}

/** What procedures know of one HTTP request. */
export function requestContext(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  { cookies, idempotencyKey }: Transport,
): Context {
  let session: Promise<AccessSession | null> | undefined;
  return {
    ...services,
    requestId: request.id,
    address: request.ip,
    idempotencyKey,
    cookies: cookies
      ? sessionCookies(request, reply, {
          secure: isSecure(services),
          refreshSeconds: services.sessions.refreshSeconds,
        })
      : noCookies,
    authenticate() {
      session ??= identify(services, request);
      return session;
    },
    note(ids) {
      for (const [name, id] of Object.entries(ids)) if (id !== undefined) request.noted[name] = id;
    },
  };
}
