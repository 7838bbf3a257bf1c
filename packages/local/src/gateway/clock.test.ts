import { expect, test } from 'vitest';
import { SandboxClock } from './clock.js';

test('a moved clock goes on ticking', () => {
  let real = new Date('2026-01-01T00:00:00Z');
  const clock = new SandboxClock(() => real);
  clock.moveTo(new Date('2026-04-01T00:00:00Z'));
  real = new Date('2026-01-01T00:00:07Z');
  expect(clock.now()).toEqual(new Date('2026-04-01T00:00:07Z'));
});
