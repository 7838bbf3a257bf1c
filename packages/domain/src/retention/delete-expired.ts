import type { DataSource } from 'typeorm';

/** A reused token still ends its session family, and says so in the log, for as long as it is kept. */
const TOKENS_KEPT = '30 days';
/** Long enough for a customer to ask why a transfer was rejected; the proof of one that was credited is evidence and stays. */
const PROOFS_KEPT = '90 days';
const BATCH = 5_000;

/**
 * Deletes what nobody needs any more and what is about people: sign-ins long over, and bank slips of transfers that came to
 * nothing. Sessions end by `realNow`, since moving the clock signs nobody out. Returns how many rows of each kind went.
 */
export async function deleteExpired(
  dataSource: DataSource,
  now: Date,
  realNow: Date,
): Promise<{ tokens: number; proofs: number }> {
  return {
    tokens: await deleteInBatches(
      dataSource,
      `DELETE FROM refresh_tokens WHERE id IN (
         SELECT id FROM refresh_tokens WHERE expires_at < $1::timestamptz - interval '${TOKENS_KEPT}' ORDER BY expires_at LIMIT ${BATCH})
       RETURNING id`,
      realNow,
    ),
    proofs: await deleteInBatches(
      dataSource,
      `DELETE FROM payment_proofs WHERE id IN (
         SELECT p.id FROM payment_proofs p JOIN payments y ON y.id = p.payment_id
          WHERE y.status IN ('FAILED', 'EXPIRED', 'CANCELLED') AND y.updated_at < $1::timestamptz - interval '${PROOFS_KEPT}'
          LIMIT ${BATCH})
       RETURNING id`,
      now,
    ),
  };
}

async function deleteInBatches(dataSource: DataSource, statement: string, now: Date): Promise<number> {
  let deleted = 0;
  for (;;) {
    const [rows] = await dataSource.query<[{ id: string }[], number]>(statement, [now]);
    deleted += rows.length;
    if (rows.length < BATCH) return deleted;
  }
}
