import { DomainError } from '@minispod/domain/errors';
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';

/** ADDRESS: one address tries too much. ACCOUNT: wrong passwords of one account from everywhere. PACE: too fast. */
export type LimitScope = 'ADDRESS' | 'ACCOUNT' | 'PACE';

export class RateLimited extends DomainError<'RATE_LIMITED'> {
  constructor(
    readonly retryAfterSeconds: number,
    readonly scope: LimitScope,
    /** The first refusal of its time: the moment to raise an alert. */
    readonly isFirst: boolean,
  ) {
    super('RATE_LIMITED', `Too many attempts. Please try again in ${retryAfterSeconds} seconds.`, {
      retryAfterSeconds,
    });
  }
}

export type MakeLimiter = (keyPrefix: string, points: number, duration: number) => RateLimiterAbstract;

/** Takes one point. Throws RateLimited. */
export async function consume(limiter: RateLimiterAbstract, key: string, scope: LimitScope): Promise<void> {
  await limiter.consume(key).catch((refusal: unknown) => {
    throw asRateLimited(refusal, scope, limiter.points);
  });
}

export function asRateLimited(refusal: unknown, scope: LimitScope, points: number): unknown {
  if (!(refusal instanceof RateLimiterRes)) return refusal;
  const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
  return new RateLimited(seconds, scope, refusal.consumedPoints === points + 1);
}
