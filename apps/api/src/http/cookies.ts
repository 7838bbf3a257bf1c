import '@fastify/cookie';
import { makeDeviceToken, readDeviceToken, type SessionSettings } from '@minispod/domain/account/tokens';
import { DomainError } from '@minispod/domain/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SessionCookies } from '../trpc/context.js';

/** Longer than this browsers keep nothing (RFC 6265bis §5.5). */
const DEVICE_SECONDS = 400 * 86_400;

/** With the prefix a browser takes the cookie from this very host over TLS alone, so no sibling host can plant one. */
export function cookieNames(secure: boolean) {
  const prefix = secure ? '__Host-' : '';
  return {
    access: `${prefix}minispod_access`,
    refresh: `${prefix}minispod_refresh`,
    device: `${prefix}minispod_device`,
  };
}

interface CookieSettings {
  /** PUBLIC_URL is https. */
  secure: boolean;
  sessions: SessionSettings;
}

/** The session in httpOnly cookies. The access cookie is Lax, so that a link from elsewhere into /ops opens logged in. */
export function sessionCookies(
  request: FastifyRequest,
  reply: FastifyReply,
  { secure, sessions }: CookieSettings,
): SessionCookies {
  const names = cookieNames(secure);
  const access = { path: '/', httpOnly: true, secure, sameSite: 'lax' } as const;
  // Only the console's own calls need it, but the prefix wants the whole host.
  const refresh = { path: secure ? '/' : '/trpc', httpOnly: true, secure, sameSite: 'strict' } as const;
  const knownDevice = (email: string) =>
    readDeviceToken(sessions, email, request.cookies[names.device] ?? '');
  return {
    refreshToken: request.cookies[names.refresh],
    knownDevice,
    keep(session) {
      const { email } = session.user;
      reply.setCookie(names.access, session.accessToken, { ...access, expires: new Date(session.expiresAt) });
      reply.setCookie(names.refresh, session.refreshToken, { ...refresh, maxAge: sessions.refreshSeconds });
      if (knownDevice(email) === null) {
        reply.setCookie(names.device, makeDeviceToken(sessions, email), {
          ...refresh,
          maxAge: DEVICE_SECONDS,
        });
      }
      return session;
    },
    clear() {
      reply.clearCookie(names.access, access);
      reply.clearCookie(names.refresh, refresh);
    },
  };
}

/** For REST, whose callers keep their tokens themselves. */
export const noCookies: SessionCookies = {
  refreshToken: undefined,
  knownDevice: () => null,
  keep: (session) => session,
  clear: () => {},
};

/**
 * Refuses a request that carries one of our cookies twice: a browser sends only one that we set, so another host put the
 * second there, and which of the two is read first is not ours to say. Throws VALIDATION_ERROR.
 */
export function refuseRepeatedCookies(request: FastifyRequest, names: readonly string[]): void {
  const header = request.headers.cookie;
  if (header === undefined) return;
  const sent = header.split(';').map((pair) => pair.split('=', 1)[0]?.trim());
  const repeated = names.find((name) => sent.indexOf(name) !== sent.lastIndexOf(name));
  if (repeated === undefined) return;
  throw new DomainError(
    'VALIDATION_ERROR',
    'Another website has put a cookie of ours into this browser. Delete the cookies of this site and log in again.',
    { cookie: 'Came twice' },
  );
}
