import type { AccessSession } from '@minispod/domain/account/tokens';
import { DomainError } from '@minispod/domain/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Context, Services } from '../trpc/context.js';
import { fieldReasons } from '../trpc/errors.js';
import { cookieNames, noCookies, sessionCookies } from './cookies.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Ids for this request's log line. */
    noted: Record<string, string>;
  }
}

const BEARER = /^Bearer ([\w.-]+)$/i;

/** Who sends a request: by bearer token, else by the console's cookie. A bad token is nobody, whatever the cookie says. */
function identify(services: Services, request: FastifyRequest): Promise<AccessSession | null> {
  const { authorization } = request.headers;
  const token =
    authorization === undefined
      ? request.cookies[cookieNames(isSecure(services)).access]
      : BEARER.exec(authorization)?.[1];
  return token ? services.sessionCache.find(token) : Promise.resolve(null);
}

/** Whoever asks for a file. Throws UNAUTHORIZED. */
export async function sessionOf(services: Services, request: FastifyRequest): Promise<AccessSession> {
  const session = await identify(services, request);
  if (!session) throw new DomainError('UNAUTHORIZED', 'Please log in');
  request.noted.userId = session.userId;
  return session;
}

/** The administrator who asks for a file. Throws UNAUTHORIZED and FORBIDDEN. */
export async function administratorOf(services: Services, request: FastifyRequest): Promise<AccessSession> {
  const session = await sessionOf(services, request);
  if (session.role === 'USER') throw new DomainError('FORBIDDEN', 'This is for administrators');
  return session;
}

/** The ids in the path of a file. Throws VALIDATION_ERROR. */
export function pathInput<S extends z.ZodType>(schema: S, request: FastifyRequest): z.infer<S> {
  const input = schema.safeParse(request.params);
  if (input.success) return input.data;
  throw new DomainError('VALIDATION_ERROR', 'The input is not valid', fieldReasons(input.error));
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
          sessions: services.sessions,
        })
      : noCookies,
    authenticate() {
      session ??= identify(services, request);
      return session;
    },
    security(event, facts) {
      request.log.warn({ security: event, address: request.ip, requestId: request.id, ...facts }, 'security');
    },
    note(ids) {
      for (const [name, id] of Object.entries(ids)) if (id !== undefined) request.noted[name] = id;
    },
  };
}
