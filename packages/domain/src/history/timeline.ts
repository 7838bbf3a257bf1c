import type { StatusChange } from '@minispod/contracts/shared';
import { StatusHistory } from '@minispod/database/entities/status-history.entity';
import type { Reader } from '@minispod/database/transaction';
import { In } from 'typeorm';

/** Everything that happened to these things, oldest first. */
export async function readTimeline(
  reader: Reader,
  subjectIds: string[],
): Promise<(StatusChange & { subject: StatusHistory['subject'] })[]> {
  const rows = await reader.find(StatusHistory, {
    where: { subjectId: In(subjectIds) },
    order: { id: 'ASC' },
  });
  return rows.map((row) => ({
    subject: row.subject,
    from: row.fromStatus,
    to: row.toStatus,
    reason: row.reason,
    // Who exactly an administrator was is for the audit log, not for customers.
    actor: row.actor.split(':')[0] ?? row.actor,
    at: row.at.toISOString(),
  }));
}
