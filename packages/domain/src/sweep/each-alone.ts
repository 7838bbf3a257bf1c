import { ClusterUnreachable } from '../ports/cluster.js';
import { GatewayUnreachable } from '../ports/payment-gateway.js';
import { alertOnFailures } from './alert-on-failures.js';
import { forgetFailures, readFailing, recordFailure } from './failures.js';
import type { Pass } from './pass.js';

/** A row that failed and was not found due again for this long, in ms, needs nothing more. */
const FORGOTTEN_AFTER = 10 * 60_000;
/** Of those that failed, in the error's words. */
const SHOWN = 10;
/** So many failures of a batch's first rows are no matter of the rows: the others need not be tried as well. */
const HOPELESS = 20;

interface Options<T> {
  /** Tells the rows apart, the same way in every pass: mostly an id. */
  subjectOf?: (row: T) => string;
  /** Rows worked on at the same time. */
  width?: number;
  /** When it aborts, the rows that are left are for the next pass. */
  signal?: AbortSignal;
}

/** Rows failed, each for itself; all of the others were done, and what failed is on record. */
export class RowsFailed extends AggregateError {
  override readonly name = 'RowsFailed';
}

/**
 * Does a pass's work on each row by itself, so that no row keeps another waiting. A row that fails rests, longer each
 * time, and `find` must leave those out that rest: however many rows fail, the batch is filled with others. What fails
 * again and again becomes an alert that names the row and ends when it succeeds. Returns the rows that were found. Throws
 * RowsFailed in the end when there were failures, except for those that pass by themselves.
 */
export async function eachAlone<T>(
  pass: Pass,
  find: (resting: string[], failing: ReadonlyMap<string, Date>) => T[] | Promise<T[]>,
  work: (row: T) => Promise<unknown>,
  { subjectOf = String, width = 1, signal }: Options<T> = {},
): Promise<T[]> {
  const failing = await readFailing(pass);
  const resting = [...failing].flatMap(([subject, nextLookAt]) => (nextLookAt > pass.now ? subject : []));
  const rows = await find(resting, failing);
  const over = longGone(failing, new Set(rows.map(subjectOf)), pass.now);
  const faults: unknown[] = [];
  const words: string[] = [];
  const failed: string[] = [];
  const workAlone = async (row: T) => {
    const subject = subjectOf(row);
    try {
      await work(row);
      if (failing.has(subject)) over.push(subject);
    } catch (error) {
      // Its own rows are on record already: the part that found them did its work.
      if (error instanceof RowsFailed) {
        faults.push(...error.errors);
        words.push(error.message);
        return;
      }
      const passes = isPassing(error);
      if (!passes) faults.push(error);
      failed.push(subject);
      await recordFailure(pass, subject, error, passes).catch((reason: unknown) => faults.push(reason));
    }
  };
  await inParallel(rows, width, signal, workAlone);
  if (over.length > 0) await forgetFailures(pass, over);
  if (over.length > 0 || failed.length > 0) await alertOnFailures(pass);
  if (faults.length > 0) {
    const rest = failed.length > SHOWN ? ` and ${failed.length - SHOWN} more` : '';
    if (failed.length > 0)
      words.push(`${pass.name} failed for ${failed.slice(0, SHOWN).join(', ')}${rest}: ${faults.at(-1)}`);
    throw new RowsFailed(faults, words.join('; '));
  }
  return rows;
}

/**
 * As `eachAlone`, but for work that is cheap for many rows at once: only when that fails, each row is worked on by itself.
 * What failed before is not let into the batch.
 */
export async function allOrEach<T>(
  pass: Pass,
  find: (resting: string[]) => T[] | Promise<T[]>,
  work: (rows: T[]) => Promise<unknown>,
  { subjectOf = String }: Pick<Options<T>, 'subjectOf'> = {},
): Promise<void> {
  const stop = new AbortController();
  let hopes = HOPELESS;
  const workAlone = async (row: T) => {
    hopes -= 1;
    if (hopes === 0) stop.abort();
    await work([row]);
    hopes = Number.POSITIVE_INFINITY;
  };
  await eachAlone(
    pass,
    async (resting, failing) => {
      const rows = await find(resting);
      const together = rows.filter((row) => !failing.has(subjectOf(row)));
      if (together.length === 0) return rows;
      try {
        await work(together);
      } catch {
        return rows;
      }
      return rows.filter((row) => failing.has(subjectOf(row)));
    },
    workAlone,
    { subjectOf, signal: stop.signal },
  );
}

/** The parts of a pass, each by itself: one that fails keeps no other from being done. */
export async function eachPart(
  pass: Pass,
  parts: Record<string, () => Promise<unknown>>,
  { width = 1 } = {},
): Promise<void> {
  await eachAlone(
    pass,
    (resting) => Object.entries(parts).filter(([part]) => !resting.includes(part)),
    ([, work]) => work(),
    { subjectOf: ([part]) => part, width },
  );
}

/** The other side is away: that is seen elsewhere, and every row meets it. */
function isPassing(error: unknown): boolean {
  return error instanceof ClusterUnreachable || error instanceof GatewayUnreachable;
}

function longGone(failing: Map<string, Date>, found: ReadonlySet<string>, now: Date): string[] {
  const before = new Date(now.getTime() - FORGOTTEN_AFTER);
  return [...failing].flatMap(([subject, nextLookAt]) =>
    nextLookAt < before && !found.has(subject) ? subject : [],
  );
}

async function inParallel<T>(
  rows: T[],
  width: number,
  signal: AbortSignal | undefined,
  work: (row: T) => Promise<void>,
): Promise<void> {
  const queue = rows.values();
  const drain = async () => {
    for (const row of queue) {
      if (signal?.aborted) return;
      await work(row);
    }
  };
  await Promise.all(Array.from({ length: width }, drain));
}
