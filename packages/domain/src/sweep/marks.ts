import type { DataSource } from 'typeorm';

/**
 * Begins one part of a sweep when its period, in ms, has passed since it was last begun, by whichever worker: true for
 * exactly one of those who ask. The time is in the database, so that neither a restart nor a second worker changes the pace.
 */
export async function beginPart(
  dataSource: DataSource,
  part: string,
  periodMs: number,
  now: Date,
): Promise<boolean> {
  const begun = await dataSource.query(
    `INSERT INTO sweep_marks (part, done_at) VALUES ($1, $2)
     ON CONFLICT (part) DO UPDATE SET done_at = excluded.done_at
      WHERE sweep_marks.done_at <= excluded.done_at - $3 * interval '1 ms'
     RETURNING part`,
    [part, now, periodMs],
  );
  return begun.length === 1;
}

/** Notes that something is so at this moment, e.g. that somebody watches. */
export async function mark(dataSource: DataSource, part: string, now: Date): Promise<void> {
  await dataSource.query(
    `INSERT INTO sweep_marks (part, done_at) VALUES ($1, $2)
     ON CONFLICT (part) DO UPDATE SET done_at = greatest(sweep_marks.done_at, excluded.done_at)`,
    [part, now],
  );
}
