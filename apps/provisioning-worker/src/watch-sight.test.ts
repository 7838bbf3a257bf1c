import { expect, it, vi } from 'vitest';
import { WatchSight } from './watch-sight.js';

it('is closed from the first interruption until none has come for a while', () => {
  vi.useFakeTimers();
  try {
    const sight = new WatchSight();
    expect(sight.isOpen).toBe(true);
    for (let tries = 0; tries < 3; tries++) {
      sight.interrupted('Pod', 5_000);
      vi.advanceTimersByTime(24_999);
      expect(sight.isOpen).toBe(false);
    }
    vi.advanceTimersByTime(1);
    expect(sight.isOpen).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

it('does not depend on the watches for drift', () => {
  const sight = new WatchSight();
  sight.interrupted('Secret metadata', 5_000);
  expect(sight.isOpen).toBe(true);
});
