import { DomainError } from '@minispod/domain/errors';
import { asRateLimited, consume, type MakeLimiter } from './rate-limited.js';

/** Wrong passwords of one account by one caller that cost no waiting. */
const FREE_TRIES = 5;
const LONGEST_PAUSE = 900;
const DAY = 86_400;
/**
 * Wrong passwords of one account per hour from everywhere together, known devices apart. Half of what ASVS 2.2.1 allows,
 * because two of these hours may lie in one.
 */
const PER_ACCOUNT = 50;
/** No limit of its own: it counts for the pauses. */
const UNBOUNDED = 1_000_000_000;

interface Attempt {
  /** An address block or a known device. */
  caller: string;
  account: string;
  isKnown: boolean;
}

/** Seconds before the next try after this many. */
const pauseAfter = (tries: number) => Math.min(2 ** (tries - FREE_TRIES), LONGEST_PAUSE);

/**
 * Wrong passwords make the same caller wait ever longer for the same account, so that nobody can lock its owner out by
 * guessing from elsewhere; a ceiling over all callers bounds whoever guesses from many places, and does not bind the
 * account's known devices. Each try is counted before it is made and given back unless it is a wrong password.
 */
export function loginLimit(limiter: MakeLimiter) {
  const tries = limiter('login-tries', UNBOUNDED, DAY);
  const pauses = limiter('login-pause', 1, LONGEST_PAUSE);
  const accounts = limiter('login-account', PER_ACCOUNT, 3_600);

  return async <T>({ caller, account, isKnown }: Attempt, work: () => Promise<T>): Promise<T> => {
    const pair = `${account}:${caller}`;
    const { consumedPoints } = await tries.consume(pair);
    try {
      if (consumedPoints > FREE_TRIES) {
        const customDuration = pauseAfter(consumedPoints);
        await pauses.consume(pair, 1, { customDuration }).catch((refusal: unknown) => {
          throw asRateLimited(refusal, 'PACE', pauses.points);
        });
      }
      if (!isKnown) await consume(accounts, account, 'ACCOUNT');
    } catch (refusal) {
      await tries.reward(pair);
      throw refusal;
    }
    try {
      const result = await work();
      await Promise.all([tries.delete(pair), pauses.delete(pair), !isKnown && accounts.reward(account)]);
      return result;
    } catch (error) {
      const isWrong = error instanceof DomainError && error.code === 'UNAUTHORIZED';
      if (!isWrong) {
        await Promise.all([tries.reward(pair), pauses.delete(pair), !isKnown && accounts.reward(account)]);
      }
      throw error;
    }
  };
}
