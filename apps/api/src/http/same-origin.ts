import { DomainError } from '@minispod/domain/errors';
import type { FastifyRequest } from 'fastify';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site makes a browser send with our cookies. Customers' apps may share our registrable domain, so
 * SameSite alone does not tell them apart: only a request of this very origin may change anything. Browsers say where a
 * request comes from; whoever carries our cookie and says nothing is refused. Throws FORBIDDEN.
 */
export function refuseForeignOrigin(
  request: FastifyRequest,
  publicUrl: string,
  hasSessionCookie: boolean,
): void {
  if (SAFE_METHODS.has(request.method) || request.headers.authorization !== undefined) return;
  const { origin, 'sec-fetch-site': site } = request.headers;
  const isOurs =
    site !== undefined
      ? site === 'same-origin'
      : origin !== undefined
        ? origin === new URL(publicUrl).origin || hostOf(origin) === request.host
        : !hasSessionCookie;
  if (!isOurs) throw new DomainError('FORBIDDEN', 'This request came from another site');
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
