import { DomainError } from '@minispod/domain/errors';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLimits, type Limits, type LoginAttempt } from './limits.js';
import { RateLimited } from './rate-limited.js';

let limits: Limits;
beforeEach(() => {
  vi.useFakeTimers();
  limits = createLimits(null);
});
afterEach(() => {
  vi.useRealTimers();
});

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);
const MINUTE = 60;
const HOUR = 3_600;

const wrong = async (): Promise<string> => {
  throw new DomainError('UNAUTHORIZED', 'E-mail address or password is wrong');
};
const right = async () => 'in';

/** IN, WRONG (the password was looked at) or how it was held up. */
async function attempt(over: Partial<LoginAttempt> = {}, work = wrong): Promise<string> {
  const login = { address: '203.0.113.7', account: 'owner', device: null, ...over };
  try {
    await limits.login(login, work);
    return 'IN';
  } catch (error) {
    return error instanceof RateLimited ? error.scope : 'WRONG';
  }
}
async function attempts(
  count: number,
  over: (n: number) => Partial<LoginAttempt> = () => ({}),
  work = wrong,
) {
  const outcomes = [];
  for (let n = 0; n < count; n++) outcomes.push(await attempt(over(n), work));
  return outcomes;
}
const looked = (outcomes: string[]) => outcomes.filter((outcome) => outcome === 'WRONG').length;
const elsewhere = (n: number) => ({ address: `10.${n >> 8}.${n % 256}.1` });

describe('wrong passwords', () => {
  test('cost five tries nothing, and then ever longer waiting', async () => {
    expect(await attempts(7)).toEqual([...Array(6).fill('WRONG'), 'PACE']);
    await seconds(2);
    expect(await attempts(2)).toEqual(['WRONG', 'PACE']);
    await seconds(3);
    expect(await attempt()).toBe('PACE');
    await seconds(1);
    expect(await attempt()).toBe('WRONG');
  });

  test('made in parallel are counted before they are looked at', async () => {
    const outcomes = await Promise.all(Array.from({ length: 25 }, () => attempt()));
    expect(looked(outcomes)).toBe(6);
  });

  test('from one address leave the owner in from another, at any time', async () => {
    for (let n = 0; n < 40; n++) {
      await attempts(10);
      expect(await attempt({ address: '198.51.100.1' }, right)).toBe('IN');
      await seconds(MINUTE);
    }
  });

  test('from everywhere are at most a hundred in any hour', async () => {
    const at: number[] = [];
    for (let n = 0; n < 600; n++) {
      if ((await attempt(elsewhere(n))) === 'WRONG') at.push(n);
      await seconds(30);
    }
    for (const from of at) {
      expect(at.filter((n) => n >= from && (n - from) * 30 < HOUR).length).toBeLessThanOrEqual(100);
    }
    expect(at.length).toBeGreaterThan(200);
  });

  test('from everywhere do not shut out a device that was in before, nor does a neighbour behind its address', async () => {
    await attempts(80, elsewhere);
    await attempts(40, (n) => ({ account: `other ${n}` }));
    expect(await attempt({ address: '192.0.2.200' }, right)).toBe('ACCOUNT');
    expect(await attempt({ device: 'laptop' }, right)).toBe('IN');
  });

  test('from a known device make it wait as well', async () => {
    expect(looked(await attempts(20, () => ({ device: 'laptop' })))).toBe(6);
  });
});

test('right passwords and troubles of ours count for nothing', async () => {
  for (let n = 0; n < 200; n++) {
    expect(await attempt({}, right)).toBe('IN');
    await seconds(2);
  }
  const broken = async (): Promise<string> => {
    throw new Error('no database');
  };
  for (let n = 0; n < 100; n++) {
    await attempt(elsewhere(n), broken);
    await attempt({}, broken);
    await seconds(2);
  }
  expect(await attempts(5)).toEqual(Array(5).fill('WRONG'));
});

test('a right password lets one mistype anew', async () => {
  await attempts(5);
  expect(await attempt({}, right)).toBe('IN');
  expect(looked(await attempts(6))).toBe(6);
});

test('one address, and one /64 of IPv6, has thirty tries a minute on any accounts', async () => {
  const others = (n: number) => ({ account: `someone ${n}` });
  expect(looked(await attempts(40, others))).toBe(30);
  const ipv6 = (n: number) => ({ ...others(n), address: `2001:db8:0:1::${n.toString(16)}` });
  expect(looked(await attempts(40, ipv6))).toBe(30);
  expect(await attempt({ account: 'x', address: '2001:db8:0:2::1' })).toBe('WRONG');
});

test('every limit counts IPv6 by /64', async () => {
  const address = (n: number) => `2001:db8:0:1:${n.toString(16)}::1`;
  const allowed = async (count: number, work: (n: number) => Promise<unknown>) => {
    const outcomes = await Promise.allSettled(Array.from({ length: count }, (_, n) => work(n)));
    return outcomes.filter(({ status }) => status === 'fulfilled').length;
  };
  expect(await allowed(1_300, (n) => limits.request(address(n)))).toBe(1_200);
  expect(await allowed(20, (n) => limits.refresh(address(n), `token ${n}`))).toBe(20);
  expect(await allowed(20, (n) => limits.register(address(n), right))).toBe(10);
});

describe('which numbers and addresses have an account', () => {
  const taken = async (): Promise<string> => {
    throw new DomainError('CONFLICT', 'Another account has this number');
  };
  const tells = async (work: () => Promise<string>) => {
    try {
      await work();
      return 'FREE';
    } catch (error) {
      return error instanceof RateLimited ? 'LIMITED' : 'TAKEN';
    }
  };
  const many = async (count: number, work: (n: number) => Promise<string>) => {
    const outcomes = [];
    for (let n = 0; n < count; n++) outcomes.push(await tells(() => work(n)));
    return outcomes.filter((outcome) => outcome !== 'LIMITED').length;
  };

  test('is told ten times an hour to one account, and changes that succeed are free', async () => {
    expect(await many(50, (n) => limits.profile(`10.0.0.${n}`, 'me', right))).toBe(50);
    expect(await many(50, (n) => limits.profile(`10.0.0.${n}`, 'me', taken))).toBe(10);
    await seconds(HOUR);
    expect(await tells(() => limits.profile('10.0.0.1', 'me', taken))).toBe('TAKEN');
  });

  test('is told thirty times an hour to one address, by whatever it asks', async () => {
    expect(await many(25, (n) => limits.profile('10.0.0.1', `account ${n}`, taken))).toBe(25);
    expect(await many(25, () => limits.register('10.0.0.1', taken))).toBe(5);
  });
});
