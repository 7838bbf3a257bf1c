import type { DataSource } from 'typeorm';

/** Applies every migration that is missing. Two at once are safe: a lock lets one after the other look. */
export async function migrate(dataSource: DataSource) {
  // Any number; it only has to be the same for everybody who migrates.
  const lock = 7_046_029;
  const guard = dataSource.createQueryRunner();
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [lock]);
    const applied = await dataSource.runMigrations({ transaction: 'each' });
    return { applied: applied.map(({ name }) => name) };
  } finally {
    await guard.query('SELECT pg_advisory_unlock($1)', [lock]);
    await guard.release();
  }
}
