import type { DetailsOf, ErrorCode } from '@minispod/contracts/error-codes';

/**
 * Something the caller can act on, thrown from any operation; the API turns the code into its HTTP status. Three kinds of
 * failure exist and only this one reaches people: what passes by itself is thrown as it came and retried, and what an
 * engineer must mend surfaces as INTERNAL.
 */
export class DomainError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: C,
    message: string,
    readonly details?: DetailsOf<C>,
  ) {
    super(message);
  }
}

/** For what does not exist and for what is not yours: the answer is the same, so that nothing can be learned from it. */
export function notFound(what: string): DomainError<'NOT_FOUND'> {
  return new DomainError('NOT_FOUND', `${what} not found`);
}
