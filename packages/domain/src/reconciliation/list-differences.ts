import type { DifferenceListInput, DifferenceListView, DifferenceView } from '@minispod/contracts/payments';
import type { Reader } from '@minispod/database/transaction';
import type { z } from 'zod';
import { readOwners } from '../administration/owners.js';
import { findWaiting } from '../money-action/list-approvals.js';
import { required } from '../rows.js';
import { choicesFor } from './rules/choices.js';

type Row = Omit<
  DifferenceView,
  | 'choices'
  | 'waiting'
  | 'user'
  | 'resolvedBy'
  | 'ours'
  | 'theirs'
  | 'fee'
  | 'at'
  | 'resolvedAt'
  | 'createdAt'
> & {
  userId: string | null;
  resolvedBy: string | null;
  ours: string | null;
  theirs: string | null;
  fee: string | null;
  at: Date;
  resolvedAt: Date | null;
  createdAt: Date;
};

const FROM = `FROM reconciliation_differences d
  JOIN settlement_imports i ON i.id = d.import_id
  LEFT JOIN settlement_lines l ON l.import_id = d.import_id AND l.line = d.line
  LEFT JOIN payments p ON p.id = d.payment_id
  LEFT JOIN payment_reversals r ON r.id = d.reversal_id`;
const SELECT = `SELECT d.id, i.gateway, d.import_id AS "importId", i.file_name AS "fileName", d.line, d.kind, coalesce(l.kind, r.kind, 'PAYMENT') AS about,
  coalesce(l.order_id, p.id::text) AS "orderId", p.transaction_id AS "transactionId", p.user_id AS "userId", d.ours, d.theirs, l.fee,
  coalesce(l.settled_at, r.done_at, p.paid_at) AS at, d.status, d.resolution, d.reason, d.resolved_by AS "resolvedBy",
  d.resolved_at AS "resolvedAt", d.created_at AS "createdAt"`;

/** What did not match, the latest first. */
export async function listDifferences(
  reader: Reader,
  { page, limit, status, kind, gateway, importId }: z.infer<typeof DifferenceListInput>,
): Promise<z.infer<typeof DifferenceListView>> {
  const where = `WHERE ($1::text IS NULL OR d.status = $1) AND ($2::text IS NULL OR d.kind = $2)
    AND ($3::text IS NULL OR i.gateway = $3) AND ($4::uuid IS NULL OR d.import_id = $4)`;
  const filter = [status ?? null, kind ?? null, gateway ?? null, importId ?? null];
  const [{ total }] = await reader.query(`SELECT count(*)::int AS total ${FROM} ${where}`, filter);
  const rows: Row[] = await reader.query(
    `${SELECT} ${FROM} ${where} ORDER BY d.created_at DESC, d.line, d.id LIMIT $5 OFFSET $6`,
    [...filter, limit, (page - 1) * limit],
  );
  return { items: await toViews(reader, rows), page, limit, total };
}

export async function readDifference(reader: Reader, id: string): Promise<DifferenceView> {
  const rows: Row[] = await reader.query(`${SELECT} ${FROM} WHERE d.id = $1`, [id]);
  return required((await toViews(reader, rows))[0]);
}

async function toViews(reader: Reader, rows: Row[]): Promise<DifferenceView[]> {
  const owner = await readOwners(
    reader,
    rows.flatMap(({ userId, resolvedBy }) => [userId, resolvedBy]).filter((id) => id !== null),
  );
  const waiting = await findWaiting(
    reader,
    rows.filter(({ status }) => status === 'OPEN').map(({ id }) => id),
  );
  return rows.map(({ userId, ...row }) => {
    const [ours, theirs, fee] = [row.ours, row.theirs, row.fee].map((sum) =>
      sum === null ? null : Number(sum),
    );
    const amounts = { ours: ours ?? null, theirs: theirs ?? null, fee: fee ?? null };
    const isPayment = row.about === 'PAYMENT';
    return {
      ...row,
      ...amounts,
      user: userId === null ? null : owner(userId),
      choices: row.status === 'OPEN' ? choicesFor({ ...amounts, kind: row.kind, isPayment }) : [],
      resolvedBy: row.resolvedBy === null ? null : owner(row.resolvedBy),
      at: row.at.toISOString(),
      resolvedAt: row.resolvedAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
      waiting: waiting.get(row.id) ?? null,
    };
  });
}
