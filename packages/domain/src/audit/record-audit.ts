import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { keepAlerts } from '../alert/keep.js';
import type { BrokenRule } from './audit-books.js';

/** Keeps one open alert for each broken rule, whoever audits how often, and closes those of rules that hold again. */
export async function recordAudit(dataSource: DataSource, broken: BrokenRule[], now: Date): Promise<void> {
  const alerts = broken.map(({ id, name, count, findings, whatToDo }) => ({
    subject: name,
    message: `${name} (${count}×). ${whatToDo}`,
    details: { invariant: id, findings },
    severity: 'CRITICAL' as const,
  }));
  await withTransaction(dataSource, (tx) => keepAlerts(tx, 'INVARIANT_BROKEN', alerts, now));
}
