import { Alert } from '@minispod/database/entities/alert.entity';
import type { Tx } from '@minispod/database/transaction';
import { In, IsNull, Not } from 'typeorm';
import { type NewAlert, raiseAlert } from './raise.js';

/** Keeps one open alert for each of these and none else of their kind: for whoever looks at everything at a time. */
export async function keepAlerts(
  tx: Tx,
  kind: string,
  wanted: Omit<NewAlert, 'kind' | 'instanceId'>[],
  now: Date,
): Promise<void> {
  for (const alert of wanted) await raiseAlert(tx, { ...alert, kind }, now);
  const subject = Not(In(wanted.map((alert) => alert.subject)));
  await tx.update(Alert, { kind, subject, closedAt: IsNull() }, { closedAt: now });
}
