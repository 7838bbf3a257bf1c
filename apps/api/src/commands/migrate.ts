import { grantApplicationRights } from '@minispod/database/rights';
import type { DataSource } from 'typeorm';

/**
 * Applies every migration that is missing and, where the processes sign in as a role of their own, gives that role its
 * rights. Two at once are safe: a lock lets one after the other look.
 */
export async function migrate(
  dataSource: DataSource,
  application: { role: string; password: string } | null,
) {
  // Any number; it only has to be the same for everybody who migrates.
  const lock = 7_046_029;
  const guard = dataSource.createQueryRunner();
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [lock]);
    const applied = await dataSource.runMigrations({ transaction: 'each' });
    if (application) await grantApplicationRights(dataSource, application);
    return { applied: applied.map(({ name }) => name) };
  } finally {
    await guard.query('SELECT pg_advisory_unlock($1)', [lock]);
    await guard.release();
  }
}
