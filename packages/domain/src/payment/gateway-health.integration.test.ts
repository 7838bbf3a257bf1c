import { aCustomer } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { type PlayMidtrans, playMidtrans } from '@minispod/testing/midtrans';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { watched } from './gateways.js';
import { listMethods } from './list-methods.js';
import { probeGateways } from './probe-gateways.js';
import { topUp } from './top-up.js';

let db: TestDatabase;
let midtrans: PlayMidtrans;
beforeAll(async () => {
  [db, midtrans] = await Promise.all([testDatabase(), playMidtrans()]);
});
afterAll(async () => {
  await midtrans.close();
  await db.drop();
});

test('a gateway that did not answer three times is out of the choice until a probe finds it back', async () => {
  const { dataSource } = db;
  const gateways = watched(midtrans.gateways, dataSource, { now: () => new Date() });
  const deps = { dataSource, gateways, bankAccounts: [], publicUrl: 'http://localhost:3000' };
  const user = await aCustomer(dataSource);
  const tryIt = () =>
    topUp(deps, user, { amount: 50_000, paymentMethod: 'QRIS' }, new Date()).then(
      () => 'opened',
      (error: { code: string }) => error.code,
    );
  const reasons = async () => {
    const { items } = await listMethods(dataSource.manager, deps, user, undefined);
    return [...new Set(items.map(({ reason }) => reason))];
  };
  await midtrans.fault({ down: true });
  expect([await tryIt(), await tryIt()]).toEqual(['GATEWAY_ERROR', 'GATEWAY_ERROR']);
  expect(await reasons()).toEqual([null]);
  expect(await tryIt()).toBe('GATEWAY_ERROR');
  expect(await reasons()).toEqual(['DOWN']);
  // Nobody is sent there any more, and a probe that finds it down says nothing.
  expect(await tryIt()).toBe('UNAVAILABLE');
  await probeGateways(deps, new Date());
  expect(await reasons()).toEqual(['DOWN']);

  await midtrans.fault({ down: false });
  await probeGateways(deps, new Date());
  expect(await reasons()).toEqual([null]);
  expect(await tryIt()).toBe('opened');
});
