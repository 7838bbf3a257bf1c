import { sqlState } from '@minispod/database/transaction';

/** SQLSTATE classes and codes that pass by themselves: connection (08), resources (53), a re-run that never got through
 * (40), operator intervention such as a restart (57), a lock waited for too long (55P03).
 * https://www.postgresql.org/docs/current/errcodes-appendix.html */
const PASSING_STATE = /^(08|53|40|57)|^55P03$/;
const PASSING_ERRNO = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
]);
/** `pg` gives these no code; the last two are TypeORM's in a transaction whose connection broke between two statements. */
const LOST_CONNECTION =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Driver not Connected|Query runner already released|Database connection provided by a query runner was already released)/;

/** True when the database cannot be reached or cannot serve now: the same request may go through later. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const state = sqlState(error);
  if (state !== null && PASSING_STATE.test(state)) return true;
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string' && (PASSING_ERRNO.has(code) || PASSING_STATE.test(code))) return true;
  if (LOST_CONNECTION.test(error.message)) return true;
  const inner: unknown = Reflect.get(error, 'driverError') ?? error.cause;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  return inner !== error && isDatabaseAway(inner);
}
