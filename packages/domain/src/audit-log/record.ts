import { AuditLogEntry } from '@minispod/database/entities/audit-log-entry.entity';
import type { Tx } from '@minispod/database/transaction';

/** What an administrator did, to what, and with which words or amounts. Nothing secret goes into `details`. */
export interface Action {
  actorId: string;
  /** Noun and verb, e.g. `wallet.adjust`. */
  action: string;
  subject:
    | 'user'
    | 'subscription'
    | 'instance'
    | 'service'
    | 'billing'
    | 'clock'
    | 'backup'
    | 'payment'
    | 'gateway'
    | 'reconciliation'
    | 'queue'
    | 'approval';
  subjectId: string;
  details?: Record<string, unknown>;
}

/** Writes the audit log in the transaction that does what it tells of: neither exists without the other. */
export async function recordAction(tx: Tx, { details = {}, ...action }: Action, now: Date): Promise<void> {
  await tx.insert(AuditLogEntry, { ...action, details, at: now });
}
