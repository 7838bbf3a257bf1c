import { expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import {
  catalog,
  isJobName,
  type JobName,
  type JobPayload,
  optionsOf,
  parsePayload,
  QUEUE_NAMES,
  queueOf,
} from './catalog.js';

it('finds the queue of every job, and no job twice', () => {
  const names = QUEUE_NAMES.flatMap((queue) =>
    Object.keys(catalog[queue]).map((job) => [queue, job as JobName] as const),
  );
  expect(new Set(names.map(([, job]) => job)).size).toBe(names.length);
  for (const [queue, job] of names) expect(queueOf(job)).toBe(queue);
});

it('bounds what it keeps, so that no queue grows without end', () => {
  for (const queue of QUEUE_NAMES)
    for (const job of Object.keys(catalog[queue]) as JobName[]) {
      const { attempts, removeOnComplete, removeOnFail } = optionsOf(job);
      expect(attempts).toBeGreaterThan(0);
      expect(removeOnComplete.count).toBeLessThanOrEqual(1_000);
      expect(removeOnFail.count).toBeLessThanOrEqual(1_000);
    }
});

it('knows its own names only', () => {
  expect(isJobName('send-notification')).toBe(true);
  expect(isJobName('toString')).toBe(false);
});

it('refuses a payload without its id and drops fields it does not know', () => {
  const notificationId = '0199a6f0-0000-7000-8000-000000000000';
  expect(() => parsePayload('send-notification', { notificationId: 7 })).toThrow(z.ZodError);
  expect(parsePayload('send-notification', { notificationId, later: true })).toEqual({ notificationId });
});

it('types a payload by its job', () => {
  expectTypeOf<JobPayload<'converge-payment'>>().toEqualTypeOf<{ paymentId: string }>();
  expectTypeOf<JobPayload<'provision-instance'>>().toEqualTypeOf<{ instanceId: string }>();
});
