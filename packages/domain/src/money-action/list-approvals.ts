import type { ApprovalListInput, ApprovalListView, ApprovalView } from '@minispod/contracts/approvals';
import { MoneyAction } from '@minispod/database/entities/money-action.entity';
import type { Reader } from '@minispod/database/transaction';
import { In, IsNull, Not } from 'typeorm';
import type { z } from 'zod';
import { readOwners } from '../administration/owners.js';
import { required } from '../rows.js';

/** What was put before a second administrator, the newest first. */
export async function listApprovals(
  reader: Reader,
  { page, limit, status, subjectId }: z.infer<typeof ApprovalListInput>,
): Promise<z.infer<typeof ApprovalListView>> {
  const where = { expiresAt: Not(IsNull()), ...(status && { status }), ...(subjectId && { subjectId }) };
  const total = await reader.count(MoneyAction, { where });
  const rows = await reader.find(MoneyAction, {
    where,
    order: { createdAt: 'DESC', id: 'DESC' },
    skip: (page - 1) * limit,
    take: limit,
  });
  return { items: await viewApprovals(reader, rows), page, limit, total };
}

/** The requests that wait for these top-ups or differences, by what they are about. */
export async function findWaiting(
  reader: Reader,
  subjectIds: string[],
): Promise<Map<string | null, ApprovalView>> {
  const rows = await reader.findBy(MoneyAction, { subjectId: In(subjectIds), status: 'PENDING' });
  return new Map((await viewApprovals(reader, rows)).map((view) => [view.subjectId, view]));
}

export async function viewApprovals(reader: Reader, rows: MoneyAction[]): Promise<ApprovalView[]> {
  if (rows.length === 0) return [];
  const person = await readOwners(
    reader,
    rows.flatMap(({ requestedBy, userId, decidedBy }) => [
      requestedBy,
      userId,
      ...(decidedBy === null ? [] : [decidedBy]),
    ]),
  );
  const administrators: { id: string }[] = await reader.query(
    `SELECT id FROM users WHERE role <> 'USER' AND status = 'ACTIVE'`,
  );
  return rows.map(({ input: _, expiresAt, createdAt, decidedAt, ...row }) => ({
    ...row,
    requestedBy: person(row.requestedBy),
    user: person(row.userId),
    decidedBy: row.decidedBy === null ? null : person(row.decidedBy),
    createdAt: createdAt.toISOString(),
    expiresAt: required(expiresAt).toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    approvers: administrators.filter(({ id }) => id !== row.requestedBy && id !== row.userId).length,
  }));
}
