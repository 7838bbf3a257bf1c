import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SessionCookies } from '../trpc/context.js';

/** Where the refresh token is sent back to: only the console's own calls need it. */
const REFRESH_PATH = '/trpc';

/** The prefixes make browsers refuse a cookie of that name from another host or without TLS (RFC 6265bis §4.1.3). */
export function cookieNames(secure: boolean) {
  return {
    access: secure ? '__Host-minispod_access' : 'minispod_access',
    refresh: secure ? '__Secure-minispod_refresh' : 'minispod_refresh',
  };
}

interface CookieSettings {
  /** PUBLIC_URL is https. */
  secure: boolean;
  refreshSeconds: number;
}

/** The session in httpOnly cookies. The access cookie is Lax, so that a link from elsewhere into /ops opens logged in. */
export function sessionCookies(
  request: FastifyRequest,
  reply: FastifyReply,
  { secure, refreshSeconds }: CookieSettings,
): SessionCookies {
  const names = cookieNames(secure);
  const access = { path: '/', httpOnly: true, secure, sameSite: 'lax' } as const;
  const refresh = { path: REFRESH_PATH, httpOnly: true, secure, sameSite: 'strict' } as const;
  return {
    refreshToken: request.cookies[names.refresh],
    keep(session) {
      reply.setCookie(names.access, session.accessToken, { ...access, expires: new Date(session.expiresAt) });
      reply.setCookie(names.refresh, session.refreshToken, { ...refresh, maxAge: refreshSeconds });
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
  keep: (session) => session,
  clear: () => {},
};
