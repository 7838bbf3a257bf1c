import { expect, test } from 'vitest';
import { nextRetry, RETRY_SCHEDULES } from './retry-schedule.js';

/** Minutes between deliveries when every one gets the same answer. */
function waits(name: keyof typeof RETRY_SCHEDULES, httpStatus: number | null): number[] {
  const minutes: number[] = [];
  for (;;) {
    const wait = nextRetry(RETRY_SCHEDULES[name], minutes.length, httpStatus);
    if (wait === null) return minutes;
    minutes.push(wait / 60_000);
  }
}

test.each([
  [200, []],
  [204, []],
  [301, []],
  [302, []],
  [303, []],
  [400, [2, 10]],
  [404, [2, 10]],
  [500, [2]],
  [503, [2, 10, 30, 90]],
  [401, [2, 10, 30, 90, 210]],
  [502, [2, 10, 30, 90, 210]],
  [null, [2, 10, 30, 90, 210]],
])('%s is followed by waits of %j minutes', (httpStatus, minutes) => {
  expect(waits('core', httpStatus)).toEqual(minutes);
  expect(waits('snap', httpStatus)).toEqual(minutes.map(() => 1));
});
