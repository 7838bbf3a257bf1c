import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { isSealedNow, open, type SealedPlace, seal } from './seal.js';

interface SealedColumn {
  table: string;
  name: string;
  column: SealedPlace['column'];
  /** The column that names the row it was sealed for. */
  owner: string;
}

const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'service_instances', name: 'env_vars', column: 'variables', owner: 'id' },
  { table: 'service_instances', name: 'secrets', column: 'secrets', owner: 'id' },
  { table: 'backups', name: 'secrets', column: 'secrets', owner: 'instance_id' },
  { table: 'payment_reversals', name: 'bank_account', column: 'bank-account', owner: 'id' },
];
const BATCH = 200;

/**
 * Seals everything again with the first key of ENCRYPTION_KEY, so that the former one can be taken out of it. Safe while
 * MinisPod runs, and again after it was cut short: a row that somebody changed meanwhile is sealed with the new key anyway.
 * Returns how many values were sealed again. Throws when one does not open.
 */
export async function reseal(dataSource: DataSource, keys: string): Promise<number> {
  let resealed = 0;
  for (const column of SEALED_COLUMNS) {
    let after: string | null = null;
    do {
      const [last, count]: [string | null, number] = await resealBatch(dataSource, keys, column, after);
      resealed += count;
      after = last;
    } while (after !== null);
  }
  return resealed;
}

async function resealBatch(
  dataSource: DataSource,
  keys: string,
  { table, name, column, owner }: SealedColumn,
  after: string | null,
): Promise<[string | null, number]> {
  return withTransaction(dataSource, async (tx) => {
    const rows: { id: string; owner: string; sealed: string }[] = await tx.query(
      `SELECT id, ${owner} AS owner, ${name} AS sealed FROM ${table}
        WHERE ${name} IS NOT NULL AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT ${BATCH} FOR UPDATE`,
      [after],
    );
    const former = rows.filter(({ sealed }) => !isSealedNow(keys, sealed));
    for (const { id, owner: rowId, sealed } of former) {
      const place = { column, id: rowId };
      await tx.query(`UPDATE ${table} SET ${name} = $2 WHERE id = $1`, [
        id,
        seal(keys, place, open(keys, place, sealed)),
      ]);
    }
    return [rows.at(-1)?.id ?? null, former.length];
  });
}
