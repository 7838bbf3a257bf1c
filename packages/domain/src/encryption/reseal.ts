import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { isSealedNow, open, openBytes, type SealedPlace, seal, sealBytes } from './seal.js';

interface SealedValue {
  table: string;
  /** Where in a row the value is, in SQL; null in rows that have none. */
  value: string;
  /** Sets it to `$2`, in SQL. */
  set: string;
  column: SealedPlace['column'];
  /** The column that names the row it was sealed for. */
  owner: string;
  /** A file, sealed by `sealBytes`; a text otherwise. */
  isFile?: true;
}

const inColumn = (table: string, name: string, column: SealedPlace['column'], owner = 'id'): SealedValue => ({
  table,
  value: name,
  set: `${name} = $2`,
  column,
  owner,
});
const inInput = (table: string, path: string, column: SealedPlace['column'], owner: string): SealedValue => ({
  table,
  value: `input #>> '{${path}}'`,
  set: `input = jsonb_set(input, '{${path}}', to_jsonb($2::text))`,
  column,
  owner,
});

const SEALED: readonly SealedValue[] = [
  inColumn('service_instances', 'env_vars', 'variables'),
  inColumn('service_instances', 'secrets', 'secrets'),
  inColumn('backups', 'secrets', 'secrets', 'instance_id'),
  // Of a restore, which can be undone later.
  inInput('instance_operations', 'from,secrets', 'secrets', 'instance_id'),
  inInput('instance_operations', 'to,secrets', 'secrets', 'instance_id'),
  inColumn('payment_reversals', 'bank_account', 'bank-account'),
  // Of a refund that waits for a second administrator.
  inInput('money_actions', 'bankAccount', 'bank-account', 'id'),
  { ...inColumn('payment_proofs', 'content', 'proof'), isFile: true },
];
const BATCH = 200;
/** Up to 5 MB each. */
const FILES = 10;

/**
 * Seals everything again with the first key of ENCRYPTION_KEY, so that the former one can be taken out of it. Safe while
 * MinisPod runs, and again after it was cut short: a row that changed meanwhile is sealed with the new key anyway.
 * Returns how many values were sealed again. Throws when one does not open.
 */
export async function reseal(dataSource: DataSource, keys: string): Promise<number> {
  let resealed = 0;
  for (const value of SEALED) {
    let after: string | null = null;
    do {
      const [last, count]: [string | null, number] = await resealBatch(dataSource, keys, value, after);
      resealed += count;
      after = last;
    } while (after !== null);
  }
  return resealed;
}

async function resealBatch(
  dataSource: DataSource,
  keys: string,
  { table, value, set, column, owner, isFile }: SealedValue,
  after: string | null,
): Promise<[string | null, number]> {
  return withTransaction(dataSource, async (tx) => {
    const rows: { id: string; owner: string; sealed: string | Buffer }[] = await tx.query(
      `SELECT id, ${owner} AS owner, ${value} AS sealed FROM ${table}
        WHERE ${value} IS NOT NULL AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT ${isFile ? FILES : BATCH} FOR UPDATE`,
      [after],
    );
    const former = rows.filter(({ sealed }) => !isSealedNow(keys, sealed));
    for (const { id, owner: rowId, sealed } of former) {
      const place = { column, id: rowId };
      const renewed = Buffer.isBuffer(sealed)
        ? sealBytes(keys, place, openBytes(keys, place, sealed))
        : seal(keys, place, open(keys, place, sealed));
      await tx.query(`UPDATE ${table} SET ${set} WHERE id = $1`, [id, renewed]);
    }
    return [rows.at(-1)?.id ?? null, former.length];
  });
}
