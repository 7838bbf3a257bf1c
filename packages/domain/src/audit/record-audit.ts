import { Alert } from '@minispod/database/entities/alert.entity';
import { withTransaction } from '@minispod/database/transaction';
import { type DataSource, In, IsNull, Not } from 'typeorm';
import { raiseAlert } from '../alert/raise.js';
import type { BrokenRule } from './audit-books.js';

const KIND = 'INVARIANT_BROKEN';

/** Keeps one open alert for each broken rule, whoever audits how often, and closes those of rules that hold again. */
export async function recordAudit(dataSource: DataSource, broken: BrokenRule[], now: Date): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    for (const { id, name, count, findings, whatToDo } of broken) {
      const message = `${name} (${count}×). ${whatToDo}`;
      const details = { invariant: id, findings };
      await raiseAlert(tx, { kind: KIND, subject: name, message, details, severity: 'CRITICAL' }, now);
    }
    await tx.update(
      Alert,
      { kind: KIND, subject: Not(In(broken.map((rule) => rule.name))), closedAt: IsNull() },
      { closedAt: now },
    );
  });
}
