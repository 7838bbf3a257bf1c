import { ERROR_STATUS, type ErrorCode } from '@minispod/contracts/error-codes';
import { DomainError } from '@minispod/domain/errors';
import { ClusterUnreachable } from '@minispod/domain/ports/cluster';
import { TRPCError } from '@trpc/server';
import type { TRPC_ERROR_CODE_KEY, TRPC_ERROR_CODE_NUMBER } from '@trpc/server/rpc';
import { ZodError } from 'zod';
import type { Context } from './context.js';
import { isDatabaseAway } from './database-away.js';

/** What a caller is told of a failure. */
export interface Failure {
  code: ErrorCode;
  message: string;
  details?: unknown;
}

/** tRPC's word for each of our codes: it decides the HTTP status over `/trpc`, which is the one of ERROR_STATUS. */
export const TRPC_CODE = {
  VALIDATION_ERROR: 'BAD_REQUEST',
  INVALID_PLAN: 'BAD_REQUEST',
  UNAUTHORIZED: 'UNAUTHORIZED',
  MFA_REQUIRED: 'UNAUTHORIZED',
  INSUFFICIENT_CREDIT: 'PAYMENT_REQUIRED',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  QUOTA_EXCEEDED: 'CONFLICT',
  DUPLICATE_SUBSCRIPTION: 'CONFLICT',
  UPGRADE_REQUIRED: 'CONFLICT',
  CONFLICT: 'CONFLICT',
  INSUFFICIENT_RESOURCES: 'CONFLICT',
  PAYLOAD_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  RATE_LIMITED: 'TOO_MANY_REQUESTS',
  INTERNAL: 'INTERNAL_SERVER_ERROR',
  PROVISIONING_FAILED: 'BAD_GATEWAY',
  GATEWAY_ERROR: 'BAD_GATEWAY',
  UNAVAILABLE: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<ErrorCode, TRPC_ERROR_CODE_KEY>;

/** Our code for what tRPC itself refuses. */
const OWN_CODE = {
  PARSE_ERROR: 'VALIDATION_ERROR',
  BAD_REQUEST: 'VALIDATION_ERROR',
  UNSUPPORTED_MEDIA_TYPE: 'VALIDATION_ERROR',
  UNPROCESSABLE_CONTENT: 'VALIDATION_ERROR',
  UNAUTHORIZED: 'UNAUTHORIZED',
  PAYMENT_REQUIRED: 'INSUFFICIENT_CREDIT',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  METHOD_NOT_SUPPORTED: 'NOT_FOUND',
  TIMEOUT: 'UNAVAILABLE',
  CONFLICT: 'CONFLICT',
  PRECONDITION_FAILED: 'CONFLICT',
  PRECONDITION_REQUIRED: 'CONFLICT',
  PAYLOAD_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  TOO_MANY_REQUESTS: 'RATE_LIMITED',
  CLIENT_CLOSED_REQUEST: 'UNAVAILABLE',
  INTERNAL_SERVER_ERROR: 'INTERNAL',
  NOT_IMPLEMENTED: 'INTERNAL',
  BAD_GATEWAY: 'UNAVAILABLE',
  SERVICE_UNAVAILABLE: 'UNAVAILABLE',
  GATEWAY_TIMEOUT: 'UNAVAILABLE',
} as const satisfies Record<TRPC_ERROR_CODE_KEY, ErrorCode>;

/** More reasons than anybody reads; without a bound, an answer could be as long as what was sent. */
const MAXIMUM_REASONS = 20;
const LONGEST_FIELD = 100;

/** Field → reason, fields as dotted paths, for the first twenty fields. */
export function fieldReasons(error: ZodError): Record<string, string> {
  // A map: the input may name a field `constructor`.
  const reasons = new Map<string, string>();
  for (const issue of error.issues) {
    const fields =
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    const reason = issue.code === 'unrecognized_keys' ? 'Unknown field' : issue.message;
    for (const path of fields) {
      if (reasons.size >= MAXIMUM_REASONS) break;
      const field = path.join('.').slice(0, LONGEST_FIELD) || 'input';
      if (!reasons.has(field)) reasons.set(field, reason);
    }
  }
  return Object.fromEntries(reasons);
}

/** The one place where anything thrown becomes what a caller is told. Whatever is not known says nothing of the inside. */
export function toFailure(error: unknown): Failure {
  if (error instanceof DomainError) {
    const { code, message, details } = error;
    return details === undefined ? { code, message } : { code, message, details };
  }
  if (error instanceof TRPCError) {
    if (error.cause instanceof DomainError) return toFailure(error.cause);
    if (error.code === 'BAD_REQUEST' && error.cause instanceof ZodError) {
      return {
        code: 'VALIDATION_ERROR',
        message: 'The input is not valid',
        details: fieldReasons(error.cause),
      };
    }
    const code = OWN_CODE[error.code];
    if (code !== 'INTERNAL') return { code, message: error.message };
    return toFailure(error.cause);
  }
  // First: it carries the refused connection that a database which is away shows too.
  if (error instanceof ClusterUnreachable) {
    return {
      code: 'UNAVAILABLE',
      message: 'The servers that run the apps do not answer right now. Please try again in a moment.',
    };
  }
  if (isDatabaseAway(error)) {
    return { code: 'UNAVAILABLE', message: 'This is not available right now. Please try again in a moment.' };
  }
  return { code: 'INTERNAL', message: 'Something went wrong on our side' };
}

/** For tRPC: an error whose HTTP status is that of our code. */
export function toTRPCError(error: unknown): TRPCError {
  const { code, message } = toFailure(error);
  const cause = error instanceof TRPCError && error.cause ? error.cause : error;
  return new TRPCError({ code: TRPC_CODE[code], message, cause });
}

/** What `/trpc` answers on failure: our code and details beside tRPC's own fields, and no stack. */
export function errorShape({
  shape,
  error,
  ctx,
}: {
  shape: { code: TRPC_ERROR_CODE_NUMBER; data: { path?: string } };
  error: TRPCError;
  ctx: Context | undefined;
}) {
  const { code, message, details } = toFailure(error);
  return {
    message,
    code: shape.code,
    data: {
      code: TRPC_CODE[code] as TRPC_ERROR_CODE_KEY,
      httpStatus: ERROR_STATUS[code] as number,
      path: shape.data.path,
      appCode: code,
      details,
      requestId: ctx?.requestId,
    },
  };
}
