import { setTimeout as wait } from 'node:timers/promises';
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';

declare const brand: unique symbol;

/** A running transaction. Only `withTransaction` makes one, so work that needs atomicity cannot be called without. */
export type Tx = EntityManager & { readonly [brand]: 'transaction' };

/** Reads that need no transaction: a data source's manager or a running transaction. */
export type Reader = Pick<
  EntityManager,
  'query' | 'findOne' | 'findOneBy' | 'find' | 'findBy' | 'existsBy' | 'count' | 'createQueryBuilder'
>;

/** serialization_failure, deadlock_detected: PostgreSQL asks for the whole transaction to be run again. */
const RERUN = new Set(['40001', '40P01']);
const ATTEMPTS = 6;

/**
 * Runs `work` in a READ COMMITTED transaction, as the data source has it by default, and commits it; any throw rolls back. On a deadlock or serialization
 * failure the whole of `work` is run again, up to six times in all with a growing random pause, then the error surfaces.
 * `work` must therefore touch nothing but the database.
 */
export async function withTransaction<T>(dataSource: DataSource, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await dataSource.transaction((manager) => work(manager as Tx));
    } catch (error) {
      if (attempt === ATTEMPTS || !RERUN.has(sqlState(error) ?? '')) throw error;
      await wait(Math.random() * 10 * 2 ** attempt);
    }
  }
}

/** The SQLSTATE of a failed query, or null for any other error. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof QueryFailedError)) return null;
  const code: unknown = Reflect.get(Object(error.driverError), 'code');
  return typeof code === 'string' ? code : null;
}

/** The constraint a failed write ran into, or null. */
export function violatedConstraint(error: unknown): string | null {
  if (!(error instanceof QueryFailedError)) return null;
  const name: unknown = Reflect.get(Object(error.driverError), 'constraint');
  return typeof name === 'string' ? name : null;
}
