import type { Reader } from '@minispod/database/transaction';

/** Domains whose next look is due, longest due first. */
export async function findDueDomains(
  reader: Reader,
  now: Date,
  limit: number,
  except: string[] = [],
): Promise<string[]> {
  const rows: { id: string }[] = await reader.query(
    `SELECT id FROM custom_domains WHERE next_check_at <= $1 AND id::text <> ALL($3) ORDER BY next_check_at LIMIT $2`,
    [now, limit, except],
  );
  return rows.map(({ id }) => id);
}
