import { violatedConstraint } from '@minispod/database/transaction';
import { DomainError } from '../errors.js';

const TAKEN: Record<string, Record<string, string>> = {
  users_email_key: { email: 'An account with this address exists already' },
  users_phone_key: { phone: 'Another account has this number' },
};

/** Says which field is taken when a write ran into one that must be unique; any other error stays what it is. */
export function asTaken(error: unknown): unknown {
  const details = TAKEN[violatedConstraint(error) ?? ''];
  return details ? new DomainError('CONFLICT', Object.values(details).join(' '), details) : error;
}
