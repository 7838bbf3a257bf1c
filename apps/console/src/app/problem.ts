import type { DetailsOf, ErrorCode } from '@minispod/contracts/error-codes';

/** `OFFLINE`: no answer came at all, so nothing is known about what happened on the other side. */
type ProblemCode = ErrorCode | 'OFFLINE';

export interface Problem {
  code: ProblemCode;
  details: unknown;
  /** Named to support, who finds the log line by it. */
  requestId: string | null;
}

interface AnswerData {
  appCode?: ErrorCode;
  details?: unknown;
  requestId?: string;
  httpStatus?: number;
}

/** What the server said about a failed call, or that it said nothing. */
export function problemOf(error: unknown): Problem {
  const data = (error as { data?: AnswerData | null } | null)?.data;
  if (!data) return { code: 'OFFLINE', details: undefined, requestId: null };
  return { code: data.appCode ?? 'INTERNAL', details: data.details, requestId: data.requestId ?? null };
}

/** The details of a problem when it has this code, else null. */
export function detailsOf<C extends ErrorCode>(problem: Problem, code: C): DetailsOf<C> | null {
  return problem.code === code ? ((problem.details ?? null) as DetailsOf<C> | null) : null;
}

/** True when asking again may help: the network, a busy or broken server; never a refusal. */
export function isPassing(problem: Problem): boolean {
  return ['OFFLINE', 'UNAVAILABLE', 'INTERNAL', 'RATE_LIMITED'].includes(problem.code);
}
