import { Alert } from '@minispod/database/entities/alert.entity';
import { withTransaction } from '@minispod/database/transaction';
import { type DataSource, In, IsNull, Not } from 'typeorm';
import { newId } from '../id.js';
import type { BrokenRule } from './audit-books.js';

const KIND = 'INVARIANT_BROKEN';

/** Keeps one open alert for each broken rule, whoever audits how often, and closes those of rules that hold again. */
export async function recordAudit(dataSource: DataSource, broken: BrokenRule[], now: Date): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    for (const { id, name, count, findings, whatToDo } of broken) {
      await tx.query(
        `INSERT INTO alerts (id, kind, subject, message, details, raised_at, last_seen_at) VALUES ($1, $2, $3, $4, $5, $6, $6)
         ON CONFLICT (kind, subject) WHERE closed_at IS NULL
         DO UPDATE SET message = excluded.message, details = excluded.details, last_seen_at = excluded.last_seen_at`,
        [newId(), KIND, name, `${name} (${count}×). ${whatToDo}`, { invariant: id, findings }, now],
      );
    }
    await tx.update(
      Alert,
      { kind: KIND, subject: Not(In(broken.map((rule) => rule.name))), closedAt: IsNull() },
      { closedAt: now },
    );
  });
}
