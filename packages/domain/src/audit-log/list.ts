import type { AuditLogListInput, AuditLogListView } from '@minispod/contracts/administration';
import { AuditLogEntry } from '@minispod/database/entities/audit-log-entry.entity';
import type { Reader } from '@minispod/database/transaction';
import type { z } from 'zod';
import { readOwners } from '../administration/owners.js';

/** What administrators did, the latest first; with `subjectId`, to one thing. */
export async function listAuditLog(
  reader: Reader,
  { page, limit, subjectId }: z.infer<typeof AuditLogListInput>,
): Promise<z.infer<typeof AuditLogListView>> {
  const where = { ...(subjectId && { subjectId }) };
  const total = await reader.count(AuditLogEntry, { where });
  const rows = await reader.find(AuditLogEntry, {
    where,
    order: { id: 'DESC' },
    skip: (page - 1) * limit,
    take: limit,
  });
  const actor = await readOwners(
    reader,
    rows.map((row) => row.actorId),
  );
  const items = rows.map(({ actorId, at, details, ...row }) => ({
    ...row,
    actor: actor(actorId),
    details: { ...details },
    at: at.toISOString(),
  }));
  return { items, page, limit, total };
}
