import { expect, test } from 'vitest';
import type { Operation } from '../operation.js';
import { mayRun, shapeOf } from './shape.js';

const instance = {
  customerWish: 'RUN',
  billingWish: 'RUN',
  administratorWish: 'RUN',
  deletionDueAt: null,
  volumeGeneration: 1,
  serviceVersionId: 'old',
  secrets: 'old secrets',
} as const;
const to = { volumeGeneration: 2, serviceVersionId: 'backed up', secrets: 'backed up secrets' };

const during = (kind: string, phase: string, input: object = {}, status = 'RUNNING') =>
  ({ kind, phase, input, status }) as Operation;
const seen = (operation: Operation | null, wishes: object = {}) => {
  const { running, isExposed, volumeGeneration } = shapeOf({ ...instance, ...wishes }, operation);
  return { running, isExposed, volumeGeneration };
};
const asWished = { running: true, isExposed: true, volumeGeneration: 1 };
const held = { ...asWished, running: false };

test.each([
  [null, asWished],
  [during('BACKUP', 'stop', { isCold: true }, 'PENDING'), asWished],
  [during('BACKUP', 'stop'), asWished],
  [during('BACKUP', 'stop', { isCold: true }), held],
  [during('BACKUP', 'copy', { isCold: true }), held],
  [during('BACKUP', 'copy', { isCold: false }), asWished],
  [during('BACKUP', 'start', { isCold: true }), asWished],
  [during('RESTORE', 'prepare', { to }), asWished],
  [during('RESTORE', 'load', { to, loadsRunning: false }), asWished],
  [
    during('RESTORE', 'load', { to, loadsRunning: true }),
    { ...asWished, isExposed: false, volumeGeneration: 2 },
  ],
  [during('RESTORE', 'verify', { to }), asWished],
  [during('RESTORE', 'rollback', { to }), asWished],
  [during('UPDATE', 'copy'), held],
  [during('UPDATE', 'verify'), asWished],
  [during('UPDATE', 'rollback'), held],
  [during('UPDATE', 'rollback', { isLoaded: true }), asWished],
])('%j makes of a running app %j', (operation, shape) => {
  expect(seen(operation)).toEqual(shape);
});

test('what its owner stopped runs for the proof alone, without its address', () => {
  const stopped = { customerWish: 'STOP' };
  expect(seen(during('RESTORE', 'verify', { to }), stopped)).toMatchObject({
    running: true,
    isExposed: false,
  });
  expect(seen(during('UPDATE', 'verify'), stopped)).toMatchObject({ running: true, isExposed: false });
  for (const phase of ['prepare', 'rollback'])
    expect(seen(during('RESTORE', phase, { to }), stopped).running, phase).toBe(false);
});

test('what billing or an administrator stops, or what is in the bin, is never started', () => {
  for (const wishes of [
    { billingWish: 'STOP' },
    { administratorWish: 'STOP' },
    { deletionDueAt: new Date() },
  ] as const) {
    expect(mayRun({ ...instance, ...wishes })).toBe(false);
    for (const operation of [
      during('RESTORE', 'load', { to, loadsRunning: true }),
      during('RESTORE', 'verify', { to }),
      during('UPDATE', 'verify'),
      during('BACKUP', 'start', { isCold: true }),
    ])
      expect(seen(operation, wishes).running, operation.kind).toBe(false);
  }
});

test('the backup’s version and secrets come with its volume', () => {
  const shape = shapeOf(instance, during('RESTORE', 'load', { to, loadsRunning: true }));
  expect(shape).toMatchObject(to);
});
