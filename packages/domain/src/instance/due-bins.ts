import type { Reader } from '@minispod/database/transaction';

/** Instances whose time in the bin is over, longest first. */
export async function findDueBins(
  reader: Reader,
  limit: number,
  now: Date,
  except: string[] = [],
): Promise<string[]> {
  const rows: { id: string }[] = await reader.query(
    `SELECT id FROM service_instances WHERE deletion_due_at <= $1 AND released_at IS NULL AND id::text <> ALL($3) ORDER BY deletion_due_at LIMIT $2`,
    [now, limit, except],
  );
  return rows.map(({ id }) => id);
}
