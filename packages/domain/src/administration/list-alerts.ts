import type { AlertListInput, AlertListView } from '@minispod/contracts/administration';
import { Alert } from '@minispod/database/entities/alert.entity';
import type { Reader } from '@minispod/database/transaction';
import { IsNull, Not } from 'typeorm';
import type { z } from 'zod';
import { readOwners } from './owners.js';

/** What an operator must look at, the latest first; `open` chooses between what still is so and what was. */
export async function listAlerts(
  reader: Reader,
  { page, limit, open, ...wanted }: z.infer<typeof AlertListInput>,
): Promise<z.infer<typeof AlertListView>> {
  const where = {
    ...wanted,
    ...(open !== undefined && { closedAt: open === 'true' ? IsNull() : Not(IsNull()) }),
  };
  const total = await reader.count(Alert, { where });
  const rows = await reader.find(Alert, {
    where,
    order: { raisedAt: 'DESC', id: 'DESC' },
    skip: (page - 1) * limit,
    take: limit,
  });
  const ownerOf = await readOwners(
    reader,
    rows.flatMap(({ userId }) => userId ?? []),
  );
  const items = rows.map(({ raisedAt, lastSeenAt, closedAt, details, userId, ...alert }) => ({
    ...alert,
    details: { ...details },
    user: userId === null ? null : ownerOf(userId),
    raisedAt: raisedAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
  }));
  return { items, page, limit, total };
}
