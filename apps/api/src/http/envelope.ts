import { ERROR_STATUS } from '@minispod/contracts/error-codes';
import { DomainError } from '@minispod/domain/errors';
import type { Clock } from '@minispod/domain/ports/clock';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { toFailure } from '../trpc/errors.js';
import { RateLimited } from './rate-limited.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** Business time, which every envelope carries, of success and of failure. */
    clock: Clock;
  }
}

export function success(data: unknown, now: Date) {
  return { success: true, data, timestamp: now.toISOString() };
}

/** What Fastify refuses before a handler runs, in our words. */
function asOwnError(error: unknown): unknown {
  const { code, statusCode } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || statusCode === 413) {
    return new DomainError('PAYLOAD_TOO_LARGE', 'The request is too large');
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return invalidBody('Must be sent as application/json');
  }
  if (error instanceof SyntaxError || code === 'FST_ERR_CTP_INVALID_JSON_BODY') {
    return invalidBody('Is not valid JSON');
  }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new DomainError('VALIDATION_ERROR', 'The request is not valid', { request: String(code) });
  }
  return error;
}

function invalidBody(reason: string) {
  return new DomainError('VALIDATION_ERROR', 'The input is not valid', { body: reason });
}

/** Answers any failure in the envelope. What we did not foresee is logged in full and told as a request id alone. */
export function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const own = asOwnError(error);
  const failure = toFailure(own);
  const status = ERROR_STATUS[failure.code];
  if (status >= 500)
    request.log[status === 500 ? 'error' : 'warn']({ err: own, requestId: request.id }, failure.message);
  const limited = rateLimitOf(own);
  if (limited) reply.header('retry-after', limited.retryAfterSeconds);
  if (status === 503) reply.header('retry-after', 5);
  reply
    .code(status)
    .header('cache-control', 'no-store')
    .send({
      success: false,
      error: failure.code === 'INTERNAL' ? { ...failure, requestId: request.id } : failure,
      timestamp: request.server.clock.now().toISOString(),
    });
}

export function rateLimitOf(error: unknown): RateLimited | null {
  if (error instanceof RateLimited) return error;
  const cause: unknown = error instanceof Error ? error.cause : null;
  return cause instanceof RateLimited ? cause : null;
}
