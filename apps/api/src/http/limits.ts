import { createHash } from 'node:crypto';
import { DomainError } from '@minispod/domain/errors';
import type { Redis } from 'ioredis';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';

/** Requests from one address per minute over everything: a person with many tabs, or an office, stays far below. */
const ANY_REQUEST = 1_200;
/** Attempts with credentials per minute: on one account from anywhere, and from one address on any account. */
const PER_ACCOUNT = 10;
const PER_ADDRESS = 30;

export class RateLimited extends DomainError<'RATE_LIMITED'> {
  constructor(readonly retryAfterSeconds: number) {
    super('RATE_LIMITED', `Too many attempts. Please try again in ${retryAfterSeconds} seconds.`, {
      retryAfterSeconds,
    });
  }
}

/** Each throws RateLimited once its share of the minute is used up. */
export interface Limits {
  request(address: string): Promise<void>;
  /** Register and login. */
  credentials(address: string, email: string): Promise<void>;
  refresh(address: string, token: string | undefined): Promise<void>;
}

export const unlimited: Limits = {
  request: async () => {},
  credentials: async () => {},
  refresh: async () => {},
};

/**
 * Counts in Redis, so that every API process shares the counts, or in this process's memory without one. While Redis
 * does not answer, each process counts for itself.
 */
export function createLimits(redis: Redis | null): Limits {
  const limiter = (keyPrefix: string, points: number): RateLimiterAbstract => {
    const memory = new RateLimiterMemory({ keyPrefix, points, duration: 60 });
    if (!redis) return memory;
    return new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `minispod:limit:${keyPrefix}`,
      points,
      duration: 60,
      insuranceLimiter: memory,
      rejectIfRedisNotReady: true,
    });
  };
  const requests = new RateLimiterMemory({ keyPrefix: 'request', points: ANY_REQUEST, duration: 60 });
  const addresses = limiter('address', PER_ADDRESS);
  const accounts = limiter('account', PER_ACCOUNT);

  return {
    // In memory even with Redis: this one only has to stop floods, and must not cost a round trip per request.
    request: (address) => consume(requests, address),
    async credentials(address, email) {
      await consume(addresses, address);
      await consume(accounts, digest(email));
    },
    async refresh(address, token) {
      await consume(addresses, address);
      if (token !== undefined) await consume(accounts, digest(token));
    },
  };
}

/** Keys end up in Redis, where neither addresses of people nor tokens belong. */
const digest = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22);

async function consume(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new RateLimited(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
  }
}
