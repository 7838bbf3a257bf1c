import { describe, expect, it } from 'vitest';
import { DriftLimiter } from './drift-limiter.js';

const MINUTE = 60_000;

describe('corrections', () => {
  it('are at once three times, then one a minute, and at once again after ten quiet minutes', () => {
    const limiter = new DriftLimiter();
    for (const now of [0, 10, 20]) {
      expect(limiter.wait('a', now)).toBe(0);
      limiter.record('a', now);
    }
    expect(limiter.wait('a', 30)).toBe(MINUTE - 10);
    expect(limiter.wait('a', 20 + MINUTE)).toBe(0);
    limiter.record('a', 20 + MINUTE);
    expect(limiter.wait('a', 21 + MINUTE)).toBe(MINUTE - 1);
    expect(limiter.wait('a', 20 + 11 * MINUTE)).toBe(0);
    limiter.record('a', 20 + 11 * MINUTE);
    expect(limiter.wait('a', 21 + 11 * MINUTE)).toBe(0);
  });

  it('of one instance do not hold up another', () => {
    const limiter = new DriftLimiter();
    for (const now of [0, 0, 0, 0]) limiter.record('a', now);
    expect(limiter.wait('a', 1)).toBeGreaterThan(0);
    expect(limiter.wait('b', 1)).toBe(0);
  });
});
