import { cleanText } from '@minispod/contracts/clean-text';
import { PassFailure } from '@minispod/database/entities/pass-failure.entity';
import { type DataSource, In } from 'typeorm';
import type { Pass } from './pass.js';

/** Between the first failure and the next look, in s; doubled each time, up to the longest. */
const FIRST_REST = 1;
const LONGEST_REST = 300;
/** After what passes by itself: a cluster that is back must not be left waiting. */
const LONGEST_REST_AFTER_PASSING = 15;
const ERROR_LENGTH = 500;

/** The rows of a pass that failed when they were last worked on, and when they are looked at again. */
export async function readFailing({ dataSource, name }: Pass): Promise<Map<string, Date>> {
  const rows = await dataSource.manager.find(PassFailure, {
    select: { subject: true, nextLookAt: true },
    where: { pass: name },
  });
  return new Map(rows.map(({ subject, nextLookAt }) => [subject, nextLookAt]));
}

/** The rows of a pass that are to be left out now. */
export async function findResting(pass: Pass): Promise<string[]> {
  const failing = await readFailing(pass);
  return [...failing].flatMap(([subject, nextLookAt]) => (nextLookAt > pass.now ? subject : []));
}

/** Which rows of these passes have rested: for a pass that finds its rows by itself only when something changes. */
export async function findRested(dataSource: DataSource, passes: string[], now: Date): Promise<string[]> {
  const rows: { subject: string }[] = await dataSource.query(
    `SELECT DISTINCT subject FROM pass_failures WHERE pass = ANY($1) AND next_look_at <= $2`,
    [passes, now],
  );
  return rows.map(({ subject }) => subject);
}

/** Counts one more failure of this row and lets it rest. */
export async function recordFailure(
  { dataSource, name, now }: Pass,
  subject: string,
  error: unknown,
  isPassing: boolean,
): Promise<void> {
  const words = cleanText(error instanceof Error ? error.message : String(error), ERROR_LENGTH);
  await dataSource.query(
    `INSERT INTO pass_failures AS f (pass, subject, failures, first_failed_at, next_look_at, is_passing, error)
     VALUES ($1, $2, 1, $3, $3::timestamptz + interval '${FIRST_REST} second', $4, $5)
     ON CONFLICT (pass, subject) DO UPDATE SET
       failures = f.failures + 1, is_passing = excluded.is_passing, error = excluded.error,
       next_look_at = $3::timestamptz + interval '1 second' * least(${FIRST_REST} * 2 ^ least(f.failures, 20), $6)`,
    [name, subject, now, isPassing, words, isPassing ? LONGEST_REST_AFTER_PASSING : LONGEST_REST],
  );
}

/** These rows succeeded, or need nothing more. */
export async function forgetFailures({ dataSource, name }: Pass, subjects: string[]): Promise<void> {
  await dataSource.manager.delete(PassFailure, { pass: name, subject: In(subjects) });
}
