import { recordFailure } from '@minispod/domain/payment/gateway-health';
import { day, office, type ToldGateway } from '@minispod/domain/reconciliation/office.test-fixture';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweepGateways } from './sweep-gateways.js';

let desk: Awaited<ReturnType<typeof office>>;
beforeAll(async () => {
  desk = await office();
});
afterAll(() => desk.db.drop());

const imports = async () => (await desk.db.dataSource.query('SELECT FROM settlement_imports')).length;
const alerts = async () =>
  (await desk.db.dataSource.query('SELECT kind FROM alerts WHERE closed_at IS NULL')).map(
    ({ kind }: { kind: string }) => kind,
  );

test('every pass looks for gateways that are back, every minute for what to tell the operator, every hour for lists', async () => {
  let now = day(3);
  const sweep = sweepGateways({ ...desk.deps, clock: { now: () => now } });
  const later = (minutes: number) => {
    now = new Date(now.getTime() + minutes * 60_000);
  };
  const silent: ToldGateway = desk.tripay;
  silent.settled = [];
  silent.isDown = true;
  for (let n = 0; n < 3; n++) await recordFailure(desk.db.dataSource, 'tripay', 'no answer', now);
  await sweep();
  expect([await imports(), await alerts()]).toEqual([0, ['GATEWAY_DOWN']]);
  silent.isDown = false;
  later(30);
  await sweep();
  expect(await imports()).toBe(0);
  later(31);
  await Promise.all([sweep(), sweep()]);
  expect(await imports()).toBe(1);
});
