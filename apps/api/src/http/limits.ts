import { createHash } from 'node:crypto';
import { DomainError } from '@minispod/domain/errors';
import type { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { addressBlock } from './address-block.js';
import { loginLimit } from './login-limit.js';
import { consume, type MakeLimiter } from './rate-limited.js';

/** Requests from one address per minute over everything: a person with many tabs, or an office, stays far below. */
const ANY_REQUEST = 1_200;
/** Registrations, logins and refreshes from one address per minute, and refreshes with one token. */
const PER_ADDRESS = 30;
const PER_TOKEN = 10;
/** Answers per hour that say that an e-mail address or a phone number has an account. */
const TAKEN_PER_ADDRESS = 30;
const TAKEN_PER_ACCOUNT = 10;

const MINUTE = 60;
const HOUR = 3_600;

export interface LoginAttempt {
  address: string;
  /** A digest of the e-mail address, whether or not it has an account. */
  account: string;
  /** The browser, when it has been logged in to this account before; else null. */
  device: string | null;
}

/** Each throws RateLimited once its share is used up. IPv6 counts by /64. */
export interface Limits {
  request(address: string): Promise<void>;
  /** Counts those of these logins that throw UNAUTHORIZED. */
  login<T>(attempt: LoginAttempt, work: () => Promise<T>): Promise<T>;
  register<T>(address: string, work: () => Promise<T>): Promise<T>;
  refresh(address: string, token: string | undefined): Promise<void>;
  /** Counts those changes of a profile that throw CONFLICT, because they say which numbers have an account. */
  profile<T>(address: string, userId: string, work: () => Promise<T>): Promise<T>;
}

export const unlimited: Limits = {
  request: async () => {},
  login: (_, work) => work(),
  register: (_, work) => work(),
  refresh: async () => {},
  profile: (_, __, work) => work(),
};

/**
 * Counts in Redis, so that every API process shares the counts, or in this process's memory without one. While Redis
 * does not answer, each process counts for itself.
 */
export function createLimits(redis: Redis | null): Limits {
  const limiter: MakeLimiter = (keyPrefix, points, duration) => {
    const memory = new RateLimiterMemory({ keyPrefix, points, duration });
    if (!redis) return memory;
    return new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `minispod:limit:${keyPrefix}`,
      points,
      duration,
      insuranceLimiter: memory,
      rejectIfRedisNotReady: true,
    });
  };
  const requests = new RateLimiterMemory({ keyPrefix: 'request', points: ANY_REQUEST, duration: MINUTE });
  const addresses = limiter('address', PER_ADDRESS, MINUTE);
  const tokens = limiter('token', PER_TOKEN, MINUTE);
  const takenByAddress = limiter('taken-address', TAKEN_PER_ADDRESS, HOUR);
  const takenByAccount = limiter('taken-account', TAKEN_PER_ACCOUNT, HOUR);
  const login = loginLimit(limiter);
  const fromAddress = (address: string) => consume(addresses, addressBlock(address), 'ADDRESS');

  return {
    // In memory even with Redis: this one only has to stop floods, and must not cost a round trip per request.
    request: (address) => consume(requests, addressBlock(address), 'ADDRESS'),
    async login({ address, account, device }, work) {
      // A known browser is counted by itself, so that no neighbour behind the same address can shut it out.
      const caller = device === null ? addressBlock(address) : `device:${device}`;
      await consume(addresses, caller, 'ADDRESS');
      return login({ caller, account, isKnown: device !== null }, work);
    },
    async register(address, work) {
      await fromAddress(address);
      return countConflicts([[takenByAddress, addressBlock(address)]], work);
    },
    async refresh(address, token) {
      await fromAddress(address);
      if (token !== undefined) await consume(tokens, digest(token), 'PACE');
    },
    profile: (address, userId, work) =>
      countConflicts(
        [
          [takenByAccount, userId],
          [takenByAddress, addressBlock(address)],
        ],
        work,
      ),
  };
}

/** Keys end up in Redis, where no token belongs. */
const digest = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/**
 * Runs `work` with a point taken from each limit beforehand, so that no number of parallel calls passes, and gives the
 * points back unless it ends in CONFLICT.
 */
async function countConflicts<T>(
  limits: [RateLimiterAbstract, string][],
  work: () => Promise<T>,
): Promise<T> {
  for (const [limiter, key] of limits) await consume(limiter, key, 'PACE');
  const giveBack = () => Promise.all(limits.map(([limiter, key]) => limiter.reward(key)));
  try {
    const result = await work();
    await giveBack();
    return result;
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'CONFLICT')) await giveBack();
    throw error;
  }
}
