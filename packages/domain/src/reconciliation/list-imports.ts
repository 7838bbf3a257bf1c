import type { SettlementImportListView, SettlementImportView } from '@minispod/contracts/payments';
import type { List } from '@minispod/contracts/shared';
import type { Reader } from '@minispod/database/transaction';
import type { z } from 'zod';
import { readOwners } from '../administration/owners.js';
import { required } from '../rows.js';

type Row = Omit<SettlementImportView, 'gross' | 'fees' | 'net' | 'importedBy' | 'createdAt'> & {
  gross: string;
  fees: string;
  importedBy: string | null;
  createdAt: Date;
};

const SELECT = `SELECT i.id, i.gateway, i.source, i.file_name AS "fileName", i.first_day::text AS "firstDay", i.last_day::text AS "lastDay",
    i.lines, i.lines - l.fresh AS known, l.settling - d.differing AS matched, d.open, d.found AS differences, i.gross, i.fees,
    i.imported_by AS "importedBy", i.created_at AS "createdAt"
  FROM settlement_imports i
  CROSS JOIN LATERAL (SELECT count(*)::int AS fresh, (count(*) FILTER (WHERE settles_payment IS NOT NULL OR settles_reversal IS NOT NULL))::int AS settling
                        FROM settlement_lines WHERE import_id = i.id) l
  CROSS JOIN LATERAL (SELECT count(*)::int AS found, (count(*) FILTER (WHERE status = 'OPEN'))::int AS open,
                             (count(DISTINCT line) FILTER (WHERE kind = 'AMOUNT_DIFFERS' OR (kind = 'NOT_CREDITED' AND status = 'OPEN')))::int AS differing
                        FROM reconciliation_differences WHERE import_id = i.id) d`;

/** Settlement lists, the latest first. */
export async function listImports(
  reader: Reader,
  { page, limit }: Pick<List<unknown>, 'page' | 'limit'>,
): Promise<z.infer<typeof SettlementImportListView>> {
  const [{ total }] = await reader.query('SELECT count(*)::int AS total FROM settlement_imports');
  const rows: Row[] = await reader.query(
    `${SELECT} ORDER BY i.created_at DESC, i.id DESC LIMIT $1 OFFSET $2`,
    [limit, (page - 1) * limit],
  );
  return { items: await toViews(reader, rows), page, limit, total };
}

export async function readImport(reader: Reader, id: string): Promise<SettlementImportView> {
  const rows: Row[] = await reader.query(`${SELECT} WHERE i.id = $1`, [id]);
  return required((await toViews(reader, rows))[0]);
}

async function toViews(reader: Reader, rows: Row[]): Promise<SettlementImportView[]> {
  const owner = await readOwners(
    reader,
    rows.flatMap(({ importedBy }) => importedBy ?? []),
  );
  return rows.map(({ importedBy, createdAt, ...row }) => ({
    ...row,
    gross: Number(row.gross),
    fees: Number(row.fees),
    net: Number(row.gross) - Number(row.fees),
    importedBy: importedBy === null ? null : owner(importedBy),
    createdAt: createdAt.toISOString(),
  }));
}
