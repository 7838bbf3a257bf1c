import type { Reader } from '@minispod/database/transaction';

/** Domains whose next look is due, longest due first. */
export async function findDueDomains(reader: Reader, now: Date, limit: number): Promise<string[]> {
  const rows: { id: string }[] = await reader.query(
    `SELECT id FROM custom_domains WHERE next_check_at <= $1 ORDER BY next_check_at LIMIT $2`,
    [now, limit],
  );
  return rows.map(({ id }) => id);
}
