import type { DataSource } from 'typeorm';

/** Ids of notifications whose mail is due, the longest waiting first: failed before, or never reached by their job. */
export async function dueNotifications(
  dataSource: DataSource,
  now: Date,
  limit: number,
  except: string[] = [],
): Promise<string[]> {
  const rows = await dataSource.query<{ id: string }[]>(
    `SELECT id FROM notifications WHERE mail_status = 'PENDING' AND mail_next_at <= $1 AND id::text <> ALL($3) ORDER BY mail_next_at LIMIT $2`,
    [now, limit, except],
  );
  return rows.map(({ id }) => id);
}
